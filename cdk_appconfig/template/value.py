"""A value of a resource, as a check asks for it: known or not, where it stands, where it leads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import json_path
from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.reference import ABSENT, ITS_OWN, Call, Text, read
from cdk_appconfig.template.scope import Resolved, Target, Unknown, unknown_reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from cdk_appconfig.template.scope import Scope

__all__ = ["Value"]

_OPEN_PART = "\ufdd0"
"""Stands for an open part while a text is read as JSON; Unicode keeps it out of texts."""


class Value:
    """What is written at one place of a template, followed as far as it is known.

    Nothing here raises: what is not known is not known.

    Args:
        raw: As it is written; `ABSENT` when it is not there.
        scope: The stack whose references it uses.
        steps: Keys and indices from the property on.
    """

    __slots__ = ("_resolved", "raw", "scope", "steps")

    def __init__(self, raw: Any, scope: Scope, steps: tuple[str | int, ...]) -> None:
        self.raw, self.scope, self.steps = raw, scope, steps
        self._resolved: Resolved | None = None

    def __repr__(self) -> str:
        """Print what is known of it."""
        return f"Value({self.plain!r})"

    def __getitem__(self, step: str | int) -> Value:
        """Return an entry, which is absent if this is no mapping or list that has it."""
        node, scope = self.resolved.node, self.resolved.scope
        entry = ABSENT
        if isinstance(node, dict):
            entry = node.get(step, ABSENT)
        elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
            entry = node[step]
        return Value(entry, scope, (*self.steps, step))

    @property
    def resolved(self) -> Resolved:
        """The value after all references that can be followed."""
        if self._resolved is None:
            self._resolved = self.scope.resolve(self.raw)
        return self._resolved

    @property
    def absent(self) -> bool:
        """Whether the property is not there, ``AWS::NoValue`` included."""
        return self.resolved.node is ABSENT

    @property
    def known(self) -> bool:
        """Whether it is there and everything in it is known before deployment."""
        return not self.absent and unknown_reason(self.plain) is None

    @property
    def plain(self) -> Any:
        """The value itself; ``None`` when absent. What is not known is an `Unknown` in it."""
        plain = self.scope.plain(self.raw)
        return None if plain is ABSENT else plain

    @property
    def text(self) -> str | None:
        """The value as CloudFormation passes it on, if it is a known text, number or boolean."""
        node = self.resolved.node
        if isinstance(node, bool):
            return str(node).lower()
        return str(node) if isinstance(node, (str, int, float)) else None

    @property
    def number(self) -> float | None:
        """The value as a number, if it is a known number or the text of one."""
        if isinstance(self.resolved.node, bool):
            return None
        try:
            return float(self.text or "")
        except ValueError:
            return None

    @property
    def beginning(self) -> str:
        """What a text begins with, as far as it is known."""
        node = self.resolved.node
        if isinstance(node, Text):
            return node.parts[0] if isinstance(node.parts[0], str) else ""
        return self.text or ""

    @property
    def items(self) -> tuple[Value, ...]:
        """The entries of a list, without those that are absent; none if it is no known list."""
        node = self.resolved.node
        entries = [self[index] for index in range(len(node))] if isinstance(node, list) else []
        return tuple(entry for entry in entries if not entry.absent)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping that are there; none if it is no known mapping."""
        node = self.resolved.node
        return tuple(key for key in node if not self[key].absent) if isinstance(node, dict) else ()

    @property
    def target(self) -> Target | None:
        """The resource that ``Ref`` or ``Fn::GetAtt`` leads to, through stacks and parameters."""
        node = self.resolved.node
        return node if isinstance(node, Target) else None

    @property
    def reason(self) -> str | None:
        """Why it is not known, as a clause; ``None`` when it is known or absent."""
        return None if self.absent else unknown_reason(self.plain)

    @property
    def path(self) -> str:
        """The place, for example ``Monitors[0].AlarmArn``."""
        return json_path(*self.steps).removeprefix("$").removeprefix(".")

    @property
    def document(self) -> Any:
        """The JSON document that a text holds, with an `Unknown` for each open part.

        ``None`` when it is no JSON. A key with an open part makes the whole document unknown.
        """
        written = read(self.raw)
        if isinstance(written, Call) and written.function == "Fn::ToJsonString":
            return self.scope.plain(written.argument)
        node = self.resolved.node
        if isinstance(node, str):
            return _json(node)
        if not isinstance(node, Text):
            return node if isinstance(node, Unknown) else None
        marked = "".join(part if isinstance(part, str) else _OPEN_PART for part in node.parts)
        return _opened(_json(marked))

    def same_as(self, other: Value) -> bool | None:
        """Tell whether two values are one, or ``None`` if that is not known.

        Args:
            other: A value of this or of another stack.
        """
        mine, others = self.identity, other.identity
        if mine is None or others is None:
            return None
        if mine == others:
            return True
        if mine[0] == others[0] == "text" or _two_resources(self.target, other.target):
            return False
        return None

    @property
    def identity(self) -> tuple[str, Hashable] | None:
        """What is equal for two values that are one, to group by; ``None`` if that is not known."""
        node = self.resolved.node
        if self.text is not None:
            return "text", self.text
        if isinstance(node, Target):
            return "resource", node
        if isinstance(node, Unknown) and node.key is not None:
            return "unknown", node.key
        if isinstance(node, Text) and all(_identified(part) for part in node.parts):
            return "unknown", tuple(map(_part_key, node.parts))
        return None


def _two_resources(one: Target | None, two: Target | None) -> bool:
    """Tell whether two values are ids or ARNs of different resources.

    Numbers of versions are no ids: those of two profiles may be equal.
    """
    targets = [target for target in (one, two) if target and target.attribute in ITS_OWN]
    types = {target.scope.stack.resources[target.logical_id].type for target in targets}
    if VERSION in types:
        return False
    return len({(target.scope, target.logical_id) for target in targets}) > 1


def _identified(part: Any) -> bool:
    return not isinstance(part, Unknown) or part.key is not None


def _part_key(part: Any) -> Hashable:
    return part.key if isinstance(part, Unknown) else part


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _opened(value: Any) -> Any:
    """Put an `Unknown` where a text holds an open part."""
    if isinstance(value, dict):
        if any(_OPEN_PART in key for key in value):
            return Unknown("has keys that are not known")
        return {key: _opened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_opened(entry) for entry in value]
    if isinstance(value, str) and _OPEN_PART in value:
        return Unknown("is a text with parts that are not known")
    return value
