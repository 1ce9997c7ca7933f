"""Values of a template as the checks read them: what is known, and what stands for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.value import Holes, Link, Open
from cdk_appconfig.template.reference import ABSENT, Call, Choice, Text, is_ref, read
from cdk_appconfig.template.scope import Target, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from cdk_appconfig.template.scope import Scope

__all__ = ["Reader"]


class Reader:
    """Reads the values of an app.

    Args:
        parts: The resources of each stack by their logical ids, each a ``Part``.
        scopes: Every stack.
    """

    def __init__(self, parts: Mapping[Scope, Mapping[str, Any]], scopes: Sequence[Scope]) -> None:
        self._parts, self._scopes = parts, scopes
        self._links: dict[tuple[Scope, str], Link] = {}

    def mapping(self, scope: Scope, node: Mapping[str, Any]) -> dict[str, Any] | Open:
        """Return a mapping with everything in it that is known.

        Keys whose value is ``AWS::NoValue`` are left out. It is open when a macro adds to it.
        """
        known: dict[str, Any] = {}
        for key, item in node.items():
            if isinstance(key, str) and key.startswith("Fn::"):
                return Open(object())  # a macro adds what is not seen here
            plain = isinstance(item, str) and "{{" not in item
            value = item if plain else self.value(scope, item)
            if value is not ABSENT:
                known[str(key)] = value
        return known

    def value(self, scope: Scope, raw: Any) -> Any:
        """Return a value with everything in it that is known.

        Keys and items that are ``AWS::NoValue`` are left out.
        """
        # Most values are plain texts or mappings, and most references were met before.
        if isinstance(raw, str) and "{{" not in raw:
            return raw
        if is_ref(raw):
            return self._links.get((scope, raw["Ref"])) or self._referred(scope, raw)
        if isinstance(raw, dict) and len(raw) != 1:
            return self.mapping(scope, raw)
        output = self._other_output(scope, raw)
        return self._followed(scope, raw) if output is None else self.value(*output)

    def _referred(self, scope: Scope, raw: Mapping[str, str]) -> Any:
        name = raw["Ref"]
        part = self._parts[scope].get(name)
        if part is None or name in scope.stack.section("Parameters") or name.startswith("AWS::"):
            return self._followed(scope, raw)
        link = self._links[scope, name] = Link(part, None)
        return link

    def _followed(self, scope: Scope, raw: Any) -> Any:
        resolved = scope.resolve(raw)
        node, inner = resolved.node, resolved.scope
        if isinstance(node, Mapping):
            return self.mapping(inner, node)
        if isinstance(node, list):
            items = (self.value(inner, item) for item in node)
            return [item for item in items if item is not ABSENT]
        if isinstance(node, Text):
            return Holes(tuple(self._piece(part) for part in node.parts))
        if isinstance(node, Unknown):
            return Open(_key(node), optional=_may_be_absent(read(raw)))
        return self._piece(node)

    def _piece(self, node: Any) -> Any:
        if isinstance(node, Target):
            part = self._parts[node.scope].get(node.logical_id)
            return (
                Open((node.logical_id, node.attribute))
                if part is None
                else Link(part, node.attribute)
            )
        return Open(_key(node)) if isinstance(node, Unknown) else node

    def _other_output(self, scope: Scope, raw: Any) -> tuple[Scope, Any] | None:
        """Return the output of another stack that ``Fn::GetStackOutput`` asks for."""
        node = read(raw)
        if not isinstance(node, Call) or node.function != "Fn::GetStackOutput":
            return None
        match scope.plain(node.argument):
            case {"StackName": str(stack), "OutputName": str(name), **_others}:
                found = [each for each in self._scopes if each.stack.name == stack]
                output = found[0].stack.section("Outputs").get(name) if len(found) == 1 else None
                if isinstance(output, dict) and "Value" in output:
                    return found[0], output["Value"]
        return None


def _key(node: Unknown) -> Hashable:
    return object() if node.key is None else (node.reason, node.key)


def _may_be_absent(node: Any) -> bool:
    if isinstance(node, Choice):
        return _may_be_absent(read(node.then)) or _may_be_absent(read(node.otherwise))
    return node is ABSENT
