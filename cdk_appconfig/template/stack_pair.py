"""Which stack before an update is which stack after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["StackPair", "pair_stacks"]


@dataclass(frozen=True, slots=True, eq=False)
class StackPair:
    """One stack before and after; one of the two may be missing."""

    before: StackTemplate | None
    after: StackTemplate | None

    @property
    def stack(self) -> StackTemplate:
        """The stack after, or before if there is none after."""
        stack = self.after or self.before
        if stack is None:
            raise ValueError("a pair has at least one stack")
        return stack

    def entries(self, section: str, name: str) -> tuple[Any, Any]:
        """Return an entry of a section before and after, ``None`` where it is missing."""
        old, new = (
            None if stack is None else stack.section(section).get(name)
            for stack in (self.before, self.after)
        )
        return old, new

    def resource(self, logical_id: str) -> tuple[Declaration | None, Declaration | None]:
        """Return a resource before and after, ``None`` where it is missing."""
        old, new = (
            None if stack is None else stack.resources.get(logical_id)
            for stack in (self.before, self.after)
        )
        return old, new

    @property
    def logical_ids(self) -> list[str]:
        """The logical ids of all resources, those that are gone last."""
        sides = [stack.resources for stack in (self.after, self.before) if stack]
        return list(dict.fromkeys(logical_id for side in sides for logical_id in side))


def pair_stacks(before: Sequence[StackTemplate], after: Sequence[StackTemplate]) -> list[StackPair]:
    """Return every stack with what it was, in the order of ``after``, then what is gone.

    CloudFormation knows a stack by its name within an account and region. A template on its own has
    no name: it is an update of the only stack on the other side.
    """
    partners = _by_name(_roots(before), _roots(after))
    nested_before = {_nested_key(stack): stack for stack in before if stack.parent}
    pairs = []
    for stack in after:
        if stack.parent is None:
            old = partners.get(id(stack))
        else:
            old_parent = partners.get(id(stack.parent))
            old = nested_before.get((id(old_parent), stack.logical_id))
        if old is not None:
            partners[id(stack)] = old
        pairs.append(StackPair(old, stack))
    met = {id(pair.before) for pair in pairs}
    return pairs + [StackPair(stack, None) for stack in before if id(stack) not in met]


def _roots(stacks: Sequence[StackTemplate]) -> list[StackTemplate]:
    return [stack for stack in stacks if stack.parent is None]


def _nested_key(stack: StackTemplate) -> tuple[int, str]:
    return id(stack.parent), stack.logical_id


def _by_name(
    before: Sequence[StackTemplate], after: Sequence[StackTemplate]
) -> dict[int, StackTemplate]:
    """Return the stack before by the identity of the stack after."""
    alone = [stack for stack in (*before, *after) if stack.environment is None]
    if alone and len(before) == len(after) == 1:
        return {id(after[0]): before[0]}
    exact = {(stack.name, stack.environment): stack for stack in before}
    found = {
        id(stack): exact.pop((stack.name, stack.environment))
        for stack in after
        if (stack.name, stack.environment) in exact
    }
    by_name = _unique_names(exact.values())
    new_names = _unique_names(stack for stack in after if id(stack) not in found)
    return found | {id(new_names[name]): by_name[name] for name in new_names if name in by_name}


def _unique_names(stacks: Iterable[StackTemplate]) -> dict[str, StackTemplate]:
    grouped: dict[str, list[StackTemplate]] = {}
    for stack in stacks:
        grouped.setdefault(stack.name, []).append(stack)
    return {name: group[0] for name, group in grouped.items() if len(group) == 1}
