"""An app as the checks look at it: every resource with its values, its users and its order.

The graph of `template` reads; an `App` answers what relations need: who refers to a resource, who
has a name, what comes first.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.checks.reading import Reader
from cdk_appconfig.checks.value import Link, Open, links
from cdk_appconfig.template.reference import asked_attributes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.graph import Graph
    from cdk_appconfig.template.resource import Resource
    from cdk_appconfig.template.scope import Scope

    Shape: TypeAlias = tuple[str, tuple[str, ...], tuple[type, ...]]

__all__ = ["App", "Part"]

_APPCONFIG = "AWS::AppConfig::"


class Part:
    """One resource of an app.

    Args:
        app: The app.
        resource: The resource as it was read.
    """

    def __init__(self, app: App, resource: Resource) -> None:
        self.app, self.resource = app, resource
        self.type, self.logical_id = resource.type, resource.logical_id
        self.scope: Scope = resource.scope
        self.declaration: Declaration = resource.declaration

    def __repr__(self) -> str:
        """Print its type and its place."""
        return f"<{self.type} {self.where}>"

    @cached_property
    def where(self) -> str:
        """Construct path without the ``Resource`` that the L2 adds, or the logical id."""
        return self.resource.where.removesuffix("/Resource")

    @cached_property
    def condition(self) -> str | None:
        """The condition it is created under, if it is open whether it is created."""
        return None if self.resource.exists else self.declaration.condition

    @cached_property
    def shape(self) -> Shape:
        """Its type, the names of its properties and the kind of each: one for many resources."""
        properties = self.properties
        return self.type, tuple(properties), tuple(map(type, properties.values()))

    @cached_property
    def properties(self) -> Mapping[str, Any]:
        """Its properties, with everything in them that is known."""
        value = self.app.value(self.scope, self.declaration.properties)
        return value if isinstance(value, dict) else {}

    @cached_property
    def links(self) -> Sequence[tuple[str, Link]]:
        """What its properties name, each with the property that does."""
        return [
            (name, link)
            for name, value in self.properties.items()
            if not isinstance(value, str)
            for link in links(value)
        ]

    @cached_property
    def is_open(self) -> bool:
        """Whether a macro may add properties, so that none is known to be missing."""
        written = self.declaration.properties
        local = any(name.startswith("Fn::") for name in written if isinstance(name, str))
        return local or self.app.is_transformed(self.scope)

    def get(self, name: str) -> Any:
        """Return a property, which may be open; ``None`` when it is not there."""
        return self.properties.get(name)

    def has(self, name: str) -> bool:
        """Tell whether a property is there for certain, whatever its value."""
        value = self.properties.get(name)
        return name in self.properties and not (isinstance(value, Open) and value.optional)

    def lacks(self, name: str) -> bool:
        """Tell whether a property is missing for certain."""
        return name not in self.properties and not self.is_open

    def text(self, name: str) -> str | None:
        """Return a property that is a known text; ``None`` when it is not there or open."""
        value = self.properties.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> float | None:
        """Return a property that is a known number, also one that is written as a text."""
        value = self.properties.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return None
        try:
            return float(value)
        except (ValueError, OverflowError):
            return None

    def items(self, name: str) -> list[Any] | None:
        """Return a property that is a list, whose items may be open; ``None`` when it is none."""
        value = self.properties.get(name)
        return value if isinstance(value, list) else None

    def mapping(self, name: str) -> dict[str, Any] | None:
        """Return a property that is a mapping, whose values may be open; ``None`` if it is none."""
        value = self.properties.get(name)
        return value if isinstance(value, dict) else None

    def target(self, name: str) -> Part | None:
        """Return the resource that a property names by its id or ARN, if it is in the app."""
        value = self.properties.get(name)
        return value.resource if isinstance(value, Link) else None

    def waits_for(self, other: Part) -> bool:
        """Tell whether CloudFormation creates it after another resource of its stack."""
        return self.app.comes_before(other, self)

    def certainly_with(self, other: Part) -> bool:
        """Tell whether both are created whenever one of them is."""
        if self.scope is other.scope:
            return self.condition == other.condition
        return self.condition is None and other.condition is None

    def meets(self, other: Part) -> bool | None:
        """Tell whether both are in one account and region; ``None`` if that is open.

        Templates that say nothing of where they go are taken for those of different places.
        """
        if self.scope is other.scope:
            return True
        places = [(each.account, each.region) for each in (self, other)]
        if None in {*places[0], *places[1]}:
            stacks = (self.scope.stack, other.scope.stack)
            return False if None in {stack.environment for stack in stacks} else None
        return places[0] == places[1]

    @property
    def account(self) -> str | None:
        """Account it is deployed to, if that is known."""
        return self._place(0)

    @property
    def region(self) -> str | None:
        """Region it is deployed to, if that is known."""
        return self._place(1)

    def _place(self, index: int) -> str | None:
        place = (self.scope.stack.environment or "").removeprefix("aws://").split("/")
        known = place[index] if index < len(place) else ""
        return known if known and not known.startswith("unknown-") else None


class App:
    """Every resource of an app, with what relations between them need.

    Args:
        graph: The app as it was read.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._parts: dict[Scope, dict[str, Part]] = {scope: {} for scope in graph.scopes}
        for each in graph.resources:
            if each.exists is not False:
                self._parts[each.scope][each.logical_id] = Part(self, each)
        self.parts = [part for parts in self._parts.values() for part in parts.values()]
        """Every resource, stack by stack, in the order of the templates."""
        self.value = Reader(self._parts, graph.scopes).value
        """Returns a value of a stack with everything in it that is known."""
        self._direct: dict[Part, Sequence[Part]] = {}
        self._known_before: dict[Part, int] = {}
        self._alike: dict[str, Mapping[Hashable, list[Part]]] = {}
        self._unordered: dict[Hashable, Mapping[Part, Sequence[Part]]] = {}
        self._sharing: dict[Hashable, Mapping[Hashable, list[Part]]] = {}

    @cached_property
    def is_complete(self) -> bool:
        """Whether every resource is seen: no macro, loop or template from elsewhere adds one."""
        return not self.graph.gaps

    def is_transformed(self, scope: Scope) -> bool:
        """Tell whether an unknown macro may change every resource of a stack."""
        gap = f"{scope.stack.name}: the macro"
        return not self.is_complete and any(each.startswith(gap) for each in self.graph.gaps)

    @cached_property
    def _by_type(self) -> Mapping[str, list[Part]]:
        by_type: dict[str, list[Part]] = {}
        for part in self.parts:
            by_type.setdefault(part.type, []).append(part)
        return by_type

    def part(self, scope: Scope, logical_id: str) -> Part | None:
        """Return the resource of a stack with a logical id."""
        return self._parts[scope].get(logical_id)

    def of_type(self, type: str) -> Sequence[Part]:
        """Return every resource of one type."""
        return self._by_type.get(type, [])

    @cached_property
    def _users(self) -> Mapping[tuple[Part, str], list[Part]]:
        users: dict[tuple[Part, str], list[Part]] = {}
        for part in self.parts:
            for used in dict.fromkeys(link.resource for _, link in part.links):
                users.setdefault((used, part.type), []).append(part)
        return users

    def users(self, part: Part, type: str) -> Sequence[Part]:
        """Return the resources of one type that name a resource in a property."""
        return self._users.get((part, type), ())

    def named(self, type: str, name: str) -> Sequence[Part]:
        """Return the resources of one type whose ``Name`` is known to be this."""
        return self._by_name.get((type, name), ())

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[Part]]:
        by_name: dict[tuple[str, str], list[Part]] = {}
        for part in self.parts:
            name = part.text("Name") if part.type.startswith(_APPCONFIG) else None
            if name is not None:
                by_name.setdefault((part.type, name), []).append(part)
        return by_name

    def sharing(self, part: Part, *names: str, anywhere: bool = False) -> Sequence[Part]:
        """Return the resources of its type that have properties in common, with itself among them.

        Args:
            part: A resource.
            names: The properties whose values are equal.
            anywhere: Whether those of other stacks count as well.
        """
        groups = self._groups(part.type, names, anywhere=anywhere)
        values = _values(part, names, anywhere=anywhere)
        try:
            return groups[values]
        except TypeError:  # one of them is a list or a mapping
            alike = groups[_kinds(values)]
        return [each for each in alike if _values(each, names, anywhere=anywhere) == values]

    def _groups(
        self, type: str, names: tuple[str, ...], *, anywhere: bool
    ) -> Mapping[Hashable, list[Part]]:
        if (type, names, anywhere) not in self._sharing:
            groups: dict[Hashable, list[Part]] = {}
            for part in self.of_type(type):
                values = _values(part, names, anywhere=anywhere)
                try:
                    groups.setdefault(values, []).append(part)
                except TypeError:
                    groups.setdefault(_kinds(values), []).append(part)
            self._sharing[type, names, anywhere] = groups
        return self._sharing[type, names, anywhere]

    def direct(self, part: Part) -> Sequence[Part]:
        """Return the resources of its stack that a resource refers to or depends on itself."""
        if part not in self._direct:
            here = self._parts[part.scope]
            self._direct[part] = [here[name] for name in part.declaration.awaited if name in here]
        return self._direct[part]

    def comes_before(self, earlier: Part, later: Part) -> bool:
        """Tell whether CloudFormation creates a resource before another one of its stack."""
        return earlier.scope is later.scope and bool(self._before(later) & self._bits[earlier])

    def earlier(self, part: Part, *names: str) -> Sequence[Part]:
        """Return the resources of its type that stand before it and share these properties."""
        if any(part.get(name) is None for name in names):
            return ()
        alike = self.sharing(part, *names)
        return alike[: alike.index(part)]

    def unordered(self, type: str, *names: str) -> Mapping[Part, Sequence[Part]]:
        """Return the earlier ones that resources of a type do not wait for, as far as there are.

        Args:
            type: The type.
            names: The properties that they share with the earlier ones.
        """
        if (type, names) not in self._unordered:
            found: dict[Part, Sequence[Part]] = {}
            for group in self._groups(type, names, anywhere=False).values():
                seen = 0
                for part in group:
                    before = self._before(part)
                    if seen & ~before:
                        earlier = self.earlier(part, *names)
                        found[part] = [one for one in earlier if not before & self._bits[one]]
                    seen |= self._bits[part]
            self._unordered[type, names] = found
        return self._unordered[type, names]

    def _before(self, part: Part) -> int:
        """Return what comes before a resource, with a bit for each: sets of a chain would grow."""
        if part not in self._known_before:
            found = 0
            queue = list(self.direct(part))
            while queue:
                each = queue.pop()
                if found & self._bits[each]:
                    continue
                found |= self._bits[each]
                known = self._known_before.get(each)
                if known is None:
                    queue += self.direct(each)
                else:
                    found |= known
            self._known_before[part] = found
        return self._known_before[part]

    @cached_property
    def _bits(self) -> Mapping[Part, int]:
        """The bit of each resource; those of different stacks have the same ones."""
        stacks = self._parts.values()
        return {part: 1 << index for parts in stacks for index, part in enumerate(parts.values())}

    def alike(self, part: Part) -> Sequence[Part]:
        """Return the resources of its type and place that are created for certain.

        The place is account and region where both are known, and else the stack.
        """
        if part.type not in self._alike:
            alike: dict[Hashable, list[Part]] = {}
            for each in self.of_type(part.type):
                if each.condition is None:
                    alike.setdefault(_place(each), []).append(each)
            self._alike[part.type] = alike
        return self._alike[part.type].get(_place(part), ())

    def attributes(self, part: Part) -> Mapping[str, str]:
        """Return what ``Fn::GetAtt`` asks of a resource: attribute → who asks for it first."""
        return self._attributes.get((part.scope, part.logical_id), {})

    @cached_property
    def _attributes(self) -> Mapping[tuple[Scope, str], Mapping[str, str]]:
        asked: dict[tuple[Scope, str], dict[str, str]] = {}
        for part in self.parts:
            for name, attribute in asked_attributes(part.declaration.properties):
                asked.setdefault((part.scope, name), {}).setdefault(attribute, part.where)
        for scope in self.graph.scopes:
            for output, entry in scope.stack.section("Outputs").items():
                for name, attribute in asked_attributes(entry):
                    asked.setdefault((scope, name), {}).setdefault(attribute, output)
        return asked


def _values(part: Part, names: tuple[str, ...], *, anywhere: bool) -> tuple[Any, ...]:
    return (None if anywhere else part.scope, *map(part.properties.get, names))


def _kinds(values: tuple[Any, ...]) -> Hashable:
    return tuple(map(type, values))


def _place(part: Part) -> Hashable:
    known = part.account is not None and part.region is not None
    return (part.account, part.region) if known else part.scope
