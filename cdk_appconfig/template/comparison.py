"""Two values of two templates compared, as far as that is possible before deployment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from cdk_appconfig.findings import json_path, shown
from cdk_appconfig.template.reference import (
    ABSENT,
    Absent,
    Call,
    Choice,
    Node,
    Reference,
    Text,
    read,
    text_of,
)
from cdk_appconfig.template.text import Hole, Part, compare_plain, compare_texts
from cdk_appconfig.template.verdict import (
    SAME,
    Verdict,
    alternatives,
    different,
    together,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Assumption", "Comparison", "Side", "Surroundings"]

_ONE_TO_ONE = frozenset({"Fn::Base64", "Fn::ToJsonString"})


Side = Literal["before", "after"]


class Surroundings(Protocol):
    """What a comparison must ask about the rest of the two templates."""

    def compare_references(self, old: Reference, new: Reference) -> Verdict:
        """Judge two references."""
        ...

    def known(self, value: Any, side: Side) -> tuple[Any] | None:
        """Return a value of one side alone in a tuple, or ``None`` if it is not known."""
        ...

    def compare_calls(self, old: Call, new: Call) -> Verdict | None:
        """Judge two calls of one function, or return ``None`` to have the arguments judged."""
        ...

    def can_be(self, reference: Reference, text: str, side: Side) -> bool:
        """Tell whether a reference of one side can give a text that the other side has."""
        ...

    def compare_conditions(self, old: str, new: str) -> Verdict:
        """Judge two conditions by name."""
        ...


Assumption = tuple[str, str]
"""A side (``before``, ``after`` or ``both``) and the name of a condition."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares values within their surroundings.

    Args:
        surroundings: Knows references and conditions.
        given: Conditions that are taken as true or false on the way to a value.
    """

    surroundings: Surroundings
    given: Mapping[Assumption, bool] = field(default_factory=dict)

    def verdict(self, old: Any, new: Any) -> Verdict:
        """Return what becomes of a value.

        Args:
            old: As it is written in the template before; `ABSENT` when it is not there.
            new: The same in the template after.
        """
        verdict = self._by_form(old, new)
        if verdict.outcome != "unknown":
            return verdict
        before = self.surroundings.known(old, "before")
        after = self.surroundings.known(new, "after")
        return verdict if before is None or after is None else self._by_form(*before, *after)

    def _by_form(self, old: Any, new: Any) -> Verdict:
        """Judge by what is written, references followed."""
        before, after = self._settled(read(old), "before"), self._settled(read(new), "after")
        for node, side in ((before, "before"), (after, "after")):
            for choice in _choices(node):
                return self._either_way(self._key(choice, side), old, new)
        if isinstance(before, Absent) or isinstance(after, Absent):
            return _presence(before, after)
        if isinstance(before, dict) and isinstance(after, dict):
            return together(self._entries(before, after))
        if isinstance(before, list) and isinstance(after, list):
            return self._lists(before, after)
        if isinstance(before, (dict, list)) or isinstance(after, (dict, list)):
            return _shapes(before, after)
        return self._texts(before, after)

    def _key(self, choice: Choice, side: str) -> Assumption:
        name = choice.condition
        shared = self.surroundings.compare_conditions(name, name).outcome == "same"
        return ("both" if shared else side, name)

    def _settled(self, node: Node, side: str) -> Node:
        """Return a node without the choices that are given."""
        if isinstance(node, Choice):
            case = self.given.get(self._key(node, side))
            if case is None:
                return node
            return self._settled(read(node.then if case else node.otherwise), side)
        if isinstance(node, Text) and any(_choices(node)):
            return text_of(self._settled(part, side) for part in node.parts)
        return node

    def _either_way(self, key: Assumption, old: Any, new: Any) -> Verdict:
        cases = (
            Comparison(self.surroundings, {**self.given, key: case}).verdict(old, new)
            for case in (True, False)
        )
        return alternatives(cases, f"depends on the condition {key[1]}")

    def _entries(self, before: dict[Any, Any], after: dict[Any, Any]) -> Iterator[Verdict]:
        for key in {**before, **after}:
            verdict = self.verdict(before.get(key, ABSENT), after.get(key, ABSENT))
            yield verdict if verdict is SAME else verdict.under(json_path(str(key))[1:])

    def _lists(self, before: list[Any], after: list[Any]) -> Verdict:
        if len(before) != len(after):
            if any(_choices(read(item)) for item in (*before, *after)):
                return unknown("has entries that depend on a condition")
            return different(f"has {len(after)} entries instead of {len(before)}")
        return together(
            verdict if verdict is SAME else verdict.under(f"[{index}]")
            for index, verdict in enumerate(map(self.verdict, before, after))
        )

    def _texts(self, before: Node, after: Node) -> Verdict:
        old, new = _parts(before), _parts(after)
        if not all(isinstance(part, str) for part in (*old, *new)):
            known = self._reference_or_text(before, after)
            return known or compare_texts(old, new, self._holes)
        if isinstance(before, str) and isinstance(after, str):
            return compare_plain(before, after)
        return SAME if old == new else different(f"is {shown(after)} instead of {shown(before)}")

    def _reference_or_text(self, before: Node, after: Node) -> Verdict | None:
        """Judge a text that takes the place of a reference, or the other way round."""
        if isinstance(before, Reference) and not isinstance(after, (Reference, Call, Text)):
            possible = self.surroundings.can_be(before, _plain(after), "before")
        elif isinstance(after, Reference) and not isinstance(before, (Reference, Call, Text)):
            possible = self.surroundings.can_be(after, _plain(before), "after")
        else:
            return None
        reason = f"is {_named(after)} instead of {_named(before)}"
        return unknown(reason) if possible else different(reason)

    def _holes(self, old: Hole, new: Hole) -> Verdict:
        if isinstance(old, Reference) and isinstance(new, Reference):
            return self.surroundings.compare_references(old, new)
        if isinstance(old, Call) and isinstance(new, Call) and old.function == new.function:
            return self._calls(old, new)
        return unknown(f"is {_named(new)} instead of {_named(old)}")

    def _calls(self, old: Call, new: Call) -> Verdict:
        known = self.surroundings.compare_calls(old, new)
        if known is not None:
            return known
        verdict = self.verdict(old.argument, new.argument)
        if verdict.outcome == "different" and old.function not in _ONE_TO_ONE:
            return unknown(f"is {old.function} of something that changes")
        return verdict


def _choices(node: Node) -> list[Choice]:
    parts = node.parts if isinstance(node, Text) else (node,)
    return [part for part in parts if isinstance(part, Choice)]


def _presence(before: Node, after: Node) -> Verdict:
    if before is after:
        return SAME
    return different("is new" if isinstance(before, Absent) else "is gone")


def _shapes(before: Node, after: Node) -> Verdict:
    if isinstance(before, (Reference, Call, Text)) or isinstance(after, (Reference, Call, Text)):
        return unknown("is known at deployment only")
    return different("changes")


def _named(node: Node) -> str:
    match node:
        case Reference(name, None):
            return f"Ref {name}"
        case Reference(name, attribute):
            return f"{name}.{attribute}"
        case Call(function, _):
            return function
        case Choice(condition, _, _):
            return f"Fn::If {condition}"
    return shown(node)


def _parts(node: Node) -> tuple[Part, ...]:
    if isinstance(node, Text):
        return node.parts
    if isinstance(node, (Reference, Call)):
        return (node,)
    return (_plain(node),)


def _plain(value: Any) -> str:
    """Return a value as CloudFormation passes it on: everything is text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
