"""What the values of one stack are, as far as they are known before deployment.

References are followed through parameters of nested stacks, outputs, exports, mappings and
conditions. What is not known stays unknown, with the reason; nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from cdk_appconfig.record import Record
from cdk_appconfig.template.function import compute
from cdk_appconfig.template.reference import ABSENT, Absent, Call, Choice, Reference, Text, read
from cdk_appconfig.template.reference import plainest as plainest_reference

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.reference import Node
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["Resolved", "Scope", "Scopes", "Target", "Unknown", "unknown_reason"]

_DEEPEST = 40
"""Hops from value to value; more is a circle."""


class Unknown(Record):
    """A value that nobody can know before deployment.

    Args:
        reason: Why, as a clause that follows the name of the property.
        key: What two unknown values have in common that are the same value.
    """

    reason: str
    key: Hashable = None

    def __repr__(self) -> str:
        """Print the reason."""
        return f"Unknown(reason={self.reason!r})"


class Target(Record):
    """A resource that a value leads to, and the attribute that is asked for."""

    scope: Scope
    logical_id: str
    attribute: str | None


class Resolved(Record):
    """A value that was followed, and the stack in which it goes on.

    Args:
        node: A plain value, a `Target`, a `Text` with open parts, `ABSENT` or `Unknown`.
        scope: The stack in which the entries of a mapping or a list are to be read.
    """

    node: Any
    scope: Scope


class Scopes(Protocol):
    """Every stack, as one of them asks for the others."""

    def parent(self, scope: Scope) -> tuple[Scope, Declaration] | None:
        """Return the stack that a nested stack belongs to, and the resource it is there."""
        ...

    def nested(self, scope: Scope, logical_id: str) -> Scope | None:
        """Return the nested stack that a resource stands for."""
        ...

    def export(self, scope: Scope, name: str) -> tuple[Scope, Any] | None:
        """Return where a name is exported in the same account and region, and its value."""
        ...


class Scope:
    """One stack among others.

    Args:
        stack: Its template.
        scopes: Every stack.
    """

    def __init__(self, stack: StackTemplate, scopes: Scopes) -> None:
        self.stack = stack
        self._scopes = scopes
        self._conditions: dict[str, bool | None] = {}

    def resolve(self, value: Any, hops: int = 0) -> Resolved:
        """Return what a value is.

        Args:
            value: As it is written in this stack.
            hops: How many values led here.
        """
        return self._follow(read(value), hops)

    def _follow(self, node: Node, hops: int) -> Resolved:
        if hops > _DEEPEST:
            return Resolved(Unknown("leads back to itself"), self)
        match node:
            case Reference():
                return self._reference(node, hops)
            case Choice():
                return self._choice(node, hops)
            case Call():
                return self._call(node, hops)
            case Text(parts):
                node = _text(self._follow(part, hops).node for part in parts)
        if isinstance(node, str) and "{{resolve:" in node:
            node = Unknown("is looked up at deployment", node)
        return Resolved(node, self)

    def _choice(self, choice: Choice, hops: int) -> Resolved:
        case = self.condition(choice.condition)
        if case is None:
            return Resolved(Unknown(f"depends on the condition {choice.condition}"), self)
        return self.resolve(choice.then if case else choice.otherwise, hops + 1)

    def _reference(self, reference: Reference, hops: int) -> Resolved:
        name, attribute = reference.name, reference.attribute
        if name.startswith("AWS::"):
            return Resolved(self._pseudo_parameter(name), self)
        if name in self.stack.section("Parameters"):
            return self._parameter(name, hops)
        resource = self.stack.resources.get(name)
        if resource is None:
            reason = f"refers to {name}, which the template does not declare"
            return Resolved(Unknown(reason), self)
        if attribute is not None and attribute.startswith("Outputs."):
            return self._output(name, attribute.removeprefix("Outputs."), hops)
        plainest = plainest_reference(resource.type, reference)
        return Resolved(Target(self, name, plainest.attribute), self)

    def _pseudo_parameter(self, name: str) -> Any:
        place = (self.stack.environment or "").removeprefix("aws://").split("/")
        account, region = place if len(place) == 2 else ("", "")  # noqa: PLR2004 account/region
        known = {"AWS::AccountId": account, "AWS::Region": region}.get(name, "")
        if known and not known.startswith("unknown-"):
            return known
        return Unknown(f"is {name}", ("pseudo", self.stack.environment, name))

    def _parameter(self, name: str, hops: int) -> Resolved:
        definition = self.stack.section("Parameters")[name]
        parent = self._scopes.parent(self)
        if parent is None:
            return Resolved(Unknown(f"is the parameter {name}", (id(self), name)), self)
        scope, declaration = parent
        passed = declaration.properties.get("Parameters")
        if isinstance(passed, dict) and name in passed:
            return scope.resolve(passed[name], hops + 1)
        default = definition.get("Default", ABSENT) if isinstance(definition, dict) else ABSENT
        return Resolved(default, self)

    def _output(self, logical_id: str, name: str, hops: int) -> Resolved:
        nested = self._scopes.nested(self, logical_id)
        output = nested.stack.section("Outputs").get(name) if nested else None
        if nested is None or not isinstance(output, dict):
            reason = f"is the output {name} of {logical_id}, which is not at hand"
            return Resolved(Unknown(reason, (id(self), logical_id, name)), self)
        return nested.resolve(output.get("Value", ABSENT), hops + 1)

    def _call(self, call: Call, hops: int) -> Resolved:
        if call.function == "Fn::ImportValue":
            return self._import(call, hops)
        argument = self.plain(call.argument, hops + 1)
        if call.function == "Fn::FindInMap":
            found = self._looked_up(argument)
        else:
            found = compute(call.function, argument)
        if found is ABSENT:
            return Resolved(Unknown(f"is {call.function}"), self)
        return Resolved(found, self)

    def _import(self, call: Call, hops: int) -> Resolved:
        name = self.resolve(call.argument, hops + 1).node
        found = self._scopes.export(self, name) if isinstance(name, str) else None
        if found is None:
            shown = f" as {name!r}" if isinstance(name, str) else ""
            key = (self.stack.environment, name) if isinstance(name, str) else None
            return Resolved(Unknown(f"is imported{shown}", key), self)
        scope, value = found
        return scope.resolve(value, hops + 1)

    def _looked_up(self, argument: Any) -> Any:
        match argument:
            case [str(name), str(first), str(second), *_]:
                found = self.stack.section("Mappings").get(name)
                for key in (first, second):
                    found = found.get(key, ABSENT) if isinstance(found, dict) else ABSENT
                return found
        return ABSENT

    def plain(self, value: Any, hops: int = 0) -> Any:
        """Return a value with everything in it followed; what is unknown is an `Unknown` in it."""
        resolved = self.resolve(value, hops)
        node, scope = resolved.node, resolved.scope
        if isinstance(node, dict):
            entries = {key: scope.plain(entry, hops) for key, entry in node.items()}
            return {key: entry for key, entry in entries.items() if entry is not ABSENT}
        if isinstance(node, list):
            items = [scope.plain(item, hops) for item in node]
            return [item for item in items if item is not ABSENT]
        if isinstance(node, Target):
            return Unknown(f"refers to {node.logical_id}", node)
        if isinstance(node, Text):
            return Unknown("is a text with parts that are not known", node.parts)
        return node

    def condition(self, name: str) -> bool | None:
        """Return whether a condition holds, or ``None`` if that is not known."""
        if name not in self._conditions:
            self._conditions[name] = None
            self._conditions[name] = self._holds(self.stack.section("Conditions").get(name))
        return self._conditions[name]

    def _holds(self, expression: Any) -> bool | None:
        match expression:
            case {"Condition": str(name)}:
                return self.condition(name)
            case {"Fn::Not": [inner]}:
                held = self._holds(inner)
                return None if held is None else not held
            case {"Fn::And": list(inner)}:
                return _all(map(self._holds, inner))
            case {"Fn::Or": list(inner)}:
                none = _all(None if held is None else not held for held in map(self._holds, inner))
                return None if none is None else not none
            case {"Fn::Equals": [one, two]}:
                sides = (self.resolve(one).node, self.resolve(two).node)
                if all(isinstance(side, (str, int, float)) for side in sides):
                    return _written(sides[0]) == _written(sides[1])
        return None


def unknown_reason(plain: Any) -> str | None:
    """Return why something in a followed value is not known; ``None`` if all of it is.

    Args:
        plain: What `Scope.plain` returned.
    """
    stack = [plain]
    while stack:
        found = stack.pop()
        if isinstance(found, Unknown):
            return found.reason
        if isinstance(found, (dict, list)):
            stack += found.values() if isinstance(found, dict) else found
    return None


def _all(cases: Iterable[bool | None]) -> bool | None:
    found = set(cases)
    if False in found:
        return False
    return None if None in found else True


def _text(parts: Iterable[Any]) -> Any:
    """Return a text from followed parts, which is plain if all of them are."""
    pieces: list[Any] = []
    for part in parts:
        inner = part.parts if isinstance(part, Text) else (part,)
        for piece in inner:
            if isinstance(piece, (dict, list)):
                return Unknown("is a text made of something that is none")
            if isinstance(piece, Absent):
                continue
            literal = not isinstance(piece, (Target, Unknown))
            if literal and pieces and isinstance(pieces[-1], str):
                pieces[-1] += _written(piece)
            else:
                pieces.append(_written(piece) if literal else piece)
    if len(pieces) == 1:
        return pieces[0]
    return Text(tuple(pieces)) if pieces else ""


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
