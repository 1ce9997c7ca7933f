"""Follows references through two sets of stacks: what is replaced changes what refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.comparison import Comparison
from cdk_appconfig.template.effect import Cause, Effect
from cdk_appconfig.template.reference import ABSENT
from cdk_appconfig.template.resource_type import ResourceType
from cdk_appconfig.template.stack_pair import StackPair, pair_stacks
from cdk_appconfig.template.surroundings import StackSurroundings
from cdk_appconfig.template.verdict import Verdict, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cdk_appconfig.template.assembly import StackTemplate
    from cdk_appconfig.template.comparison import Assumption

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
        self._exports = {
            name: (pair, output) for pair in self.pairs for name, output in _exports(pair).items()
        }
        self._effects: dict[tuple[int, str], Effect | None] = {}

    def pair_of(self, stack: StackTemplate) -> StackPair:
        """Return a stack with what it was or will be."""
        return self._pair_of[id(stack)]

    def nested(self, pair: StackPair, logical_id: str) -> StackPair | None:
        """Return the nested stack that a resource stands for, if its template is known."""
        return self._nested.get((id(pair), logical_id))

    def export(self, name: str) -> tuple[StackPair, str] | None:
        """Return the stack and the output that export a name, if they are known."""
        return self._exports.get(name)

    def comparison(
        self, pair: StackPair, given: Mapping[Assumption, bool] | None = None
    ) -> Comparison:
        """Return what compares values of one stack."""
        return Comparison(StackSurroundings(self, pair), given or {})

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
        old, new = pair.entries("Resources", logical_id)
        given = {("both", old.get("Condition")): True} if _one_condition(old, new) else {}
        comparison = self.comparison(pair, given)
        return comparison.verdict(_property(old, name), _property(new, name))

    def _effect(self, pair: StackPair, logical_id: str) -> Effect:
        old, new = pair.entries("Resources", logical_id)
        if old is None or new is None:
            return self._one_sided(pair, old, new)
        if old.get("Type") != new.get("Type"):
            reason = f"is {new.get('Type')} instead of {old.get('Type')}"
            return Effect.of([Cause(property="Type", reason=reason, replaces=True)])
        doubt = self._existence(pair, old, new)
        if doubt is not None:
            return Effect("added" if "Condition" in old else "removed", False, (doubt,))
        return Effect.of([*self._causes(pair, logical_id, old, new)])

    def _one_sided(self, pair: StackPair, old: Any, new: Any) -> Effect:
        resource = new if old is None else old
        condition = resource.get("Condition")
        causes = []
        if pair.after is None:
            reason = "is no longer in the app; it stays until somebody deletes it"
            causes.append(Cause(property="Stack", reason=reason))
        if condition is not None:
            causes.append(
                Cause(property="Condition", reason=f"{condition} may be false", certain=False)
            )
        return Effect("added" if old is None else "removed", condition is None, tuple(causes))

    def _existence(self, pair: StackPair, old: Any, new: Any) -> Cause | None:
        """Return why a resource may be there before and not after, or the other way round."""
        before, after = old.get("Condition"), new.get("Condition")
        if before is None and after is None:
            return None
        if before is None or after is None:
            word = "is new" if before is None else "is gone"
            return Cause(property="Condition", reason=f"{before or after} {word}", certain=False)
        surroundings = StackSurroundings(self, pair)
        verdict = surroundings.compare_conditions(before, after)
        if verdict.outcome == "same":
            return None
        return Cause(property="Condition", reason=verdict.reason, certain=False)

    def _causes(self, pair: StackPair, logical_id: str, old: Any, new: Any) -> Iterator[Cause]:
        type = ResourceType.find(new.get("Type", ""))
        for name in {**_properties(old), **_properties(new)}:
            verdict = self.property(pair, logical_id, name)
            if verdict.outcome != "same":
                yield _cause(type, name, verdict)
        tags = {frozenset(stack.tags.items()) for stack in (pair.before, pair.after) if stack}
        if len(tags) > 1 and type is not None and type.taggable:
            yield _cause(type, "Tags", unknown("may change, as the tags of the stack do"))


def _cause(type: ResourceType | None, name: str, verdict: Verdict) -> Cause:
    certain = verdict.outcome == "different"
    if type is None:
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


def _properties(resource: Any) -> Mapping[str, Any]:
    found = resource.get("Properties")
    return found if isinstance(found, dict) else {}


def _property(resource: Any, name: str) -> Any:
    return _properties(resource).get(name, ABSENT)


def _one_condition(old: Any, new: Any) -> bool:
    return "Condition" in old and old["Condition"] == new.get("Condition")


def _exports(pair: StackPair) -> dict[str, str]:
    """Return output by exported name, for names that are plain text."""
    names = {}
    for output, content in pair.stack.section("Outputs").items():
        name = content.get("Export", {}).get("Name") if isinstance(content, dict) else None
        if isinstance(name, str):
            names[name] = output
    return names
