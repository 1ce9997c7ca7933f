"""Follows references through two sets of stacks: what is replaced changes what refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.comparison import Comparison
from cdk_appconfig.template.effect import Cause, Effect
from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.order import in_order_of_reference
from cdk_appconfig.template.resource_type import ResourceType
from cdk_appconfig.template.stack_pair import StackPair, pair_stacks
from cdk_appconfig.template.surroundings import StackSurroundings
from cdk_appconfig.template.verdict import SAME, Verdict, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cdk_appconfig.template.comparison import Assumption
    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.scope import Scope
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["Update"]


class Update:
    """Two sets of stacks, and what an update from the one to the other does.

    Args:
        before: The stacks as they are deployed.
        after: The stacks as they will be.
    """

    def __init__(self, before: Sequence[StackTemplate], after: Sequence[StackTemplate]) -> None:
        self.pairs = pair_stacks(before, after)
        self._pair_of = {
            id(stack): pair for pair in self.pairs for stack in (pair.before, pair.after) if stack
        }
        self._nested = {
            (id(self.pair_of(pair.stack.parent)), pair.stack.logical_id): pair
            for pair in self.pairs
            if pair.stack.parent
        }
        self._scopes = {
            id(scope.stack): scope for stacks in (before, after) for scope in Graph(stacks).scopes
        }
        self._surroundings = {id(pair): StackSurroundings(self, pair) for pair in self.pairs}
        self._exports = {
            (pair.stack.environment, name): (pair, output)
            for pair in self.pairs
            for name, output in self._exports_of(pair)
        }
        self._effects: dict[tuple[int, str], Effect | None] = {}

    def pair_of(self, stack: StackTemplate) -> StackPair:
        """Return a stack with what it was or will be."""
        return self._pair_of[id(stack)]

    def nested(self, pair: StackPair, logical_id: str) -> StackPair | None:
        """Return the nested stack that a resource stands for, if its template is known."""
        return self._nested.get((id(pair), logical_id))

    def scope(self, stack: StackTemplate) -> Scope:
        """Return what the values of a stack are, as far as they are known."""
        return self._scopes[id(stack)]

    def export(self, pair: StackPair, name: str) -> tuple[StackPair, str] | None:
        """Return the stack and the output that export a name to a stack, if they are known."""
        return self._exports.get((pair.stack.environment, name))

    @property
    def exports(self) -> Mapping[tuple[str | None, str], tuple[StackPair, str]]:
        """Stack and output by account and region, and the name that they export there."""
        return self._exports

    def _exports_of(self, pair: StackPair) -> Iterator[tuple[str, str]]:
        """Yield the names that a stack exports, as far as they are known, with the output."""
        scope = self.scope(pair.stack)
        for output, content in pair.stack.section("Outputs").items():
            export = content.get("Export") if isinstance(content, dict) else None
            name = scope.plain(export.get("Name")) if isinstance(export, dict) else None
            if isinstance(name, str):
                yield name, output

    def comparison(
        self, pair: StackPair, given: Mapping[Assumption, bool] | None = None
    ) -> Comparison:
        """Return what compares values of one stack."""
        return Comparison(self._surroundings[id(pair)], given or {})

    def effects(self, pair: StackPair) -> dict[str, Effect]:
        """Return what happens to each resource of a stack, by logical id.

        What is referred to is judged before what refers to it, so that a chain may be long.
        """
        for logical_id in in_order_of_reference(pair):
            self.effect(pair, logical_id)
        return {logical_id: self.effect(pair, logical_id) for logical_id in pair.logical_ids}

    def effect(self, pair: StackPair, logical_id: str) -> Effect:
        """Return what happens to one resource.

        A resource that refers to itself, which CloudFormation refuses, may be updated.
        """
        key = (id(pair), logical_id)
        if key not in self._effects:
            self._effects[key] = None
            self._effects[key] = self._effect(pair, logical_id)
        return self._effects[key] or Effect("updated", certain=False)

    def property(self, pair: StackPair, logical_id: str, name: str) -> Verdict:
        """Return what becomes of one property of a resource that is there before and after."""
        old, new = pair.resource(logical_id)
        if old is None or new is None:
            return SAME if old is new else unknown("is in one template only")
        shared = new.condition if old.condition == new.condition else None
        given = {("both", shared): True} if shared else {}
        verdict = self.comparison(pair, given).verdict(old.get(name), new.get(name))
        type = ResourceType.find(new.type)
        unordered = type is not None and name in type.unordered
        if unordered and _reordered(old.get(name), new.get(name)):
            return unknown("has the same entries in another order")
        return verdict

    def _effect(self, pair: StackPair, logical_id: str) -> Effect:
        old, new = pair.resource(logical_id)
        if old is None or new is None:
            return _one_sided(pair, old, new)
        if old.type != new.type:
            reason = f"is {new.type} instead of {old.type}"
            return Effect.of([Cause(property="Type", reason=reason, replaces=True)])
        doubt = self._existence(pair, old.condition, new.condition)
        if doubt is not None:
            cause = Cause(property="Condition", reason=doubt, certain=False)
            return Effect("added" if old.condition else "removed", False, (cause,))
        return Effect.of([*self._causes(pair, logical_id, old, new)])

    def _existence(self, pair: StackPair, before: str | None, after: str | None) -> str | None:
        """Return why a resource may be there before and not after, or the other way round."""
        if before is None and after is None:
            return None
        if before is None or after is None:
            return f"{before or after} {'is new' if before is None else 'is gone'}"
        verdict = self._surroundings[id(pair)].compare_conditions(before, after)
        return None if verdict.outcome == "same" else verdict.reason

    def _causes(
        self, pair: StackPair, logical_id: str, old: Declaration, new: Declaration
    ) -> Iterator[Cause]:
        type = ResourceType.find(new.type)
        for name in {**old.properties, **new.properties}:
            verdict = self.property(pair, logical_id, name)
            if verdict.outcome != "same":
                yield _cause(type, name, verdict)
        if type is not None and type.taggable and _other_tags(pair):
            yield _cause(type, "Tags", unknown("may change, as the tags of the stack do"))


def _one_sided(pair: StackPair, old: Declaration | None, new: Declaration | None) -> Effect:
    resource = new or old
    condition = resource.condition if resource else None
    causes = []
    if pair.after is None:
        reason = "is no longer in the app; it stays until somebody deletes it"
        causes.append(Cause(property="Stack", reason=reason))
    if condition is not None:
        reason = f"{condition} may be false"
        causes.append(Cause(property="Condition", reason=reason, certain=False))
    return Effect("added" if old is None else "removed", condition is None, tuple(causes))


def _other_tags(pair: StackPair) -> bool:
    """Tell whether the tags of a stack change; those of a template alone are not known."""
    tags = [
        stack.tags for stack in (pair.before, pair.after) if stack and stack.environment is not None
    ]
    return tags[0] != tags[-1] if tags else False


def _cause(type: ResourceType | None, name: str, verdict: Verdict) -> Cause:
    certain = verdict.outcome == "different"
    if type is None or name.startswith("Fn::"):
        replaces, certain = True, False
    elif name in type.create_only:
        replaces = True
    else:
        maybe = type.create_only | type.create_only_at_times
        replaces = any(path.split(".")[0] == name for path in maybe)
        certain = certain and not replaces
    return Cause(
        property=name + verdict.where[1:],
        reason=verdict.reason,
        replaces=replaces,
        certain=certain,
    )


def _reordered(old: Any, new: Any) -> bool:
    """Tell whether two lists have equal entries in different orders."""
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    return old != new and sorted(map(repr, old)) == sorted(map(repr, new))
