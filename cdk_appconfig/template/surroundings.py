"""What one stack's references, parameters, conditions and imports become in an update."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from cdk_appconfig.template.declaration import VERSION
from cdk_appconfig.template.reference import ABSENT, ITS_OWN, SAME_AS_REF, Call, Reference, plainest
from cdk_appconfig.template.resource_type import ResourceType
from cdk_appconfig.template.scope import unknown_reason
from cdk_appconfig.template.verdict import SAME, Verdict, different, unknown
from cdk_appconfig.template.version import holds_flags, may_share_a_number

if TYPE_CHECKING:
    from cdk_appconfig.template.comparison import Comparison, Side
    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.effect import Effect
    from cdk_appconfig.template.scope import Scope
    from cdk_appconfig.template.stack_pair import StackPair
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["StackSurroundings"]

_IDS = {type: re.compile(r"[a-z0-9]{4,7}") for type, _ in SAME_AS_REF} | {
    VERSION: re.compile(r"[0-9]+")
}
"""What AppConfig gives as an id."""

_NEVER_UPDATED = {("AWS::AppConfig::Extension", "VersionNumber")}
"""An update of an extension edits its version in place: number and ARN stay (captured)."""


class Stacks(Protocol):
    """Every stack of an update, as one of them asks for the others."""

    def pair_of(self, stack: StackTemplate) -> StackPair:
        """Return a stack with what it was or will be."""
        ...

    def nested(self, pair: StackPair, logical_id: str) -> StackPair | None:
        """Return the nested stack that a resource stands for, if its template is known."""
        ...

    def scope(self, stack: StackTemplate) -> Scope:
        """Return what the values of a stack are, as far as they are known."""
        ...

    def export(self, pair: StackPair, name: str) -> tuple[StackPair, str] | None:
        """Return the stack and the output that export a name to a stack, if they are known."""
        ...

    def comparison(self, pair: StackPair) -> Comparison:
        """Return what compares values of one stack."""
        ...

    def effect(self, pair: StackPair, logical_id: str) -> Effect:
        """Return what happens to one resource."""
        ...

    def property(self, pair: StackPair, logical_id: str, name: str) -> Verdict:
        """Return what becomes of one property of a resource."""
        ...


class StackSurroundings:
    """One stack of an update, as a comparison of its values asks for it.

    Args:
        stacks: Every stack.
        pair: This stack.
    """

    def __init__(self, stacks: Stacks, pair: StackPair) -> None:
        self._stacks, self._pair = stacks, pair
        self._conditions: dict[str, Verdict] = {}

    def known(self, value: Any, side: Side) -> tuple[Any] | None:
        """Return a value of one side alone in a tuple, or ``None`` if it is not known."""
        stack = self._pair.before if side == "before" else self._pair.after
        plain = None if stack is None else self._stacks.scope(stack).plain(value)
        return None if stack is None or unknown_reason(plain) else (plain,)

    def compare_references(self, old: Reference, new: Reference) -> Verdict:
        """Judge two references, which may be to parameters or to resources."""
        old, new = (self._plainest(side, index) for index, side in enumerate((old, new)))
        if old != new:
            return self._other_target(old, new)
        if old.name.startswith("AWS::"):
            return SAME
        if all(entry is not None for entry in self._pair.entries("Parameters", old.name)):
            return self._parameter(old.name)
        if all(self._pair.resource(old.name)):
            return self._target(old)
        return self._undeclared(old)

    def _undeclared(self, reference: Reference) -> Verdict:
        """Judge a reference to something that one side or both do not declare."""
        name = reference.name
        before, after = self._pair.before, self._pair.after
        sections = ("Parameters", "Resources")
        if any(side for section in sections for side in self._pair.entries(section, name)):
            return unknown(f"refers to {name}, which is not in both templates")
        templates = [stack.template for stack in (before, after) if stack]
        if templates[0] == templates[-1] or not any("Transform" in one for one in templates):
            return SAME
        return unknown(f"refers to {name}, which a macro makes")

    def compare_calls(self, old: Call, new: Call) -> Verdict | None:
        """Judge imports and looked-up values; leave other functions to their arguments."""
        if new.function == "Fn::ImportValue":
            names = (self.known(old.argument, "before"), self.known(new.argument, "after"))
            same = names[0] == names[1] and names[1] is not None
            return self._import(str(names[1][0])) if same and names[1] else None
        if new.function == "Fn::FindInMap" and old.argument == new.argument:
            return self._looked_up(new.argument)
        return None

    def _looked_up(self, argument: Any) -> Verdict | None:
        name = argument[0] if isinstance(argument, list) and argument else None
        before, after = self._pair.entries("Mappings", name) if isinstance(name, str) else ({}, {})
        if before == after:
            return None
        return unknown(f"looks a value up in the mapping {name}, which changes")

    def compare_conditions(self, old: str, new: str) -> Verdict:
        """Judge two conditions by what they are made of."""
        if old != new:
            return unknown(f"{new} takes the place of {old}")
        if old not in self._conditions:
            self._conditions[old] = unknown(f"{old} may have another result")
            if self._same_condition(old):
                self._conditions[old] = SAME
        return self._conditions[old]

    def _same_condition(self, name: str) -> bool:
        """Tell whether a condition and all that it is made of have one result on both sides."""
        reached: dict[str, None] = {name: None}
        queue = [name]
        for each in queue:
            found = set(_conditions_in(self._pair.entries("Conditions", each))) - reached.keys()
            queue += sorted(found)
            reached.update(dict.fromkeys(found))
        comparison = self._stacks.comparison(self._pair)
        verdicts = (comparison.verdict(*self._pair.entries("Conditions", each)) for each in reached)
        return all(verdict.outcome == "same" for verdict in verdicts)

    def can_be(self, reference: Reference, text: str, side: Side) -> bool:
        """Tell whether a reference can give a text; ids of a new resource are new."""
        old, new = self._pair.resource(reference.name)
        resource = old if side == "before" else new
        if resource is None:
            return True
        if side == "after" and old is None:
            return resource.type == VERSION and holds_flags(resource)
        plain = self._plainest(reference, 0 if side == "before" else 1)
        form = _IDS.get(resource.type) if plain.attribute is None else None
        return form is None or form.fullmatch(text) is not None

    def _plainest(self, reference: Reference, side: int) -> Reference:
        """Return the ``Ref`` that gives the same value as an ``Fn::GetAtt``, if there is one."""
        resource = self._pair.resource(reference.name)[side]
        return reference if resource is None else plainest(resource.type, reference)

    def _other_target(self, old: Reference, new: Reference) -> Verdict:
        before, after = self._pair.resource(old.name)[0], self._pair.resource(new.name)[1]
        reason = f"refers to {_named(new)} instead of {_named(old)}"
        if before is None or after is None or may_share_a_number(before, after):
            return unknown(reason)
        own = old.attribute == new.attribute and old.attribute in ITS_OWN
        return different(reason) if own and old.name != new.name else unknown(reason)

    def _parameter(self, name: str) -> Verdict:
        old, new = self._pair.entries("Parameters", name)
        before, after = self._pair.before, self._pair.after
        if before and after and before.parent and after.parent:
            return self._passed(name, old, new)
        if old.get("Default") == new.get("Default") and old.get("Type") == new.get("Type"):
            return SAME
        return unknown(f"refers to the parameter {name}, whose definition changes")

    def _passed(self, name: str, old: Any, new: Any) -> Verdict:
        """Judge a parameter of a nested stack by what its parent passes."""
        stack = self._pair.stack
        parent = self._stacks.pair_of(stack.parent)  # type: ignore[arg-type]
        values = [
            _passed_value(entry, name, definition)
            for entry, definition in zip(parent.resource(stack.logical_id), (old, new), strict=True)
        ]
        return self._stacks.comparison(parent).verdict(*values)

    def _target(self, reference: Reference) -> Verdict:
        """Judge what a reference to one resource gives before and after."""
        name, attribute = reference.name, reference.attribute
        nested = self._stacks.nested(self._pair, name)
        if nested is not None and attribute is not None and attribute.startswith("Outputs."):
            return self.output(nested, attribute.removeprefix("Outputs."))
        effect = self._stacks.effect(self._pair, name)
        if effect.kind == "unchanged":
            return SAME
        if effect.kind == "replaced":
            return self._replaced(reference, certain=effect.certain)
        if effect.kind == "updated":
            return self._updated(reference)
        return unknown(f"refers to {name}, which may be {effect.kind}")

    def _replaced(self, reference: Reference, *, certain: bool) -> Verdict:
        name, attribute = reference.name, reference.attribute
        old, new = self._pair.resource(name)
        if not certain or old is None or new is None:
            return unknown(f"refers to {name}, which may be replaced")
        if may_share_a_number(old, new):
            return unknown(
                f"refers to {name}, which is replaced by the same flags: AppConfig gives them the "
                "same number, if no other version came in between"
            )
        type = ResourceType.find(new.type)
        if attribute in ITS_OWN or (type and attribute in type.identifier):
            return different(f"refers to {name}, which is replaced")
        return unknown(f"refers to {attribute} of {name}, which is replaced")

    def _updated(self, reference: Reference) -> Verdict:
        name, attribute = reference.name, reference.attribute
        resource = self._pair.resource(name)[1]
        type = ResourceType.find(resource.type) if resource else None
        stable = attribute in ITS_OWN
        if type is not None and attribute is not None:
            stable = (
                stable or attribute in type.identifier or (type.name, attribute) in _NEVER_UPDATED
            )
            if attribute in type.properties - type.attributes:
                return self._stacks.property(self._pair, name, attribute)
        if stable:
            return SAME
        return unknown(f"refers to {attribute} of {name}, which is updated")

    def output(self, pair: StackPair, name: str) -> Verdict:
        """Judge an output of this or another stack."""
        old, new = pair.entries("Outputs", name)
        if old is None or new is None:
            return unknown(f"refers to the output {name}, which is not in both templates")
        return self._stacks.comparison(pair).verdict(
            old.get("Value", ABSENT), new.get("Value", ABSENT)
        )

    def _import(self, name: str) -> Verdict:
        """Judge an imported value; one from outside cannot change while it is imported."""
        exported = self._stacks.export(self._pair, name)
        return SAME if exported is None else self.output(*exported)


def _passed_value(nested: Declaration | None, name: str, definition: Any) -> Any:
    passed = nested.properties.get("Parameters") if nested else None
    default = definition.get("Default", ABSENT)
    return passed.get(name, default) if isinstance(passed, dict) else default


def _conditions_in(expression: Any) -> list[str]:
    """Return the names of the conditions that a condition is made of."""
    found, queue = [], [expression]
    for value in queue:
        if isinstance(value, (list, tuple)):
            queue += value
        elif isinstance(value, dict):
            queue += value.values()
            name = value.get("Condition")
            if isinstance(name, str):
                found.append(name)
    return found


def _named(reference: Reference) -> str:
    return (
        reference.name if reference.attribute is None else f"{reference.name}.{reference.attribute}"
    )
