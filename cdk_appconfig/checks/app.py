"""An app as the checks look at it: every resource with its values, its users and its order.

The graph of `template` reads; an `App` answers what relations need: who refers to a resource, who
has a name, what comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeGuard

from cdk_appconfig.checks.value import Holes, Link, Open, links
from cdk_appconfig.template.reference import (
    ABSENT,
    Call,
    Choice,
    Reference,
    Text,
    read,
    referenced_names,
)
from cdk_appconfig.template.scope import Target, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from cdk_appconfig.template.graph import Graph
    from cdk_appconfig.template.resource import Resource
    from cdk_appconfig.template.scope import Scope

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
        self.body: Mapping[str, Any] = resource.declaration.body

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
        return None if self.resource.exists else self.resource.declaration.condition

    @cached_property
    def properties(self) -> Mapping[str, Any]:
        """Its properties, with everything in them that is known."""
        value = self.app.value(self.scope, dict(self.resource.declaration.properties))
        return value if isinstance(value, dict) else {}

    @cached_property
    def is_open(self) -> bool:
        """Whether a macro may add properties, so that none is known to be missing."""
        written = self.resource.declaration.properties
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
        resources = (each for each in graph.resources if each.exists is not False)
        self._parts = {(each.scope, each.logical_id): Part(self, each) for each in resources}
        self._direct: dict[Part, Sequence[Part]] = {}
        self._known_before: dict[Part, int] = {}
        self._links: dict[tuple[Scope, str], Link] = {}
        self._sharing: dict[Hashable, Mapping[Hashable, list[Part]]] = {}

    @cached_property
    def is_complete(self) -> bool:
        """Whether every resource is seen: no macro, loop or template from elsewhere adds one."""
        return not self.graph.gaps

    def is_transformed(self, scope: Scope) -> bool:
        """Tell whether an unknown macro may change every resource of a stack."""
        gap = f"{scope.stack.name}: the macro"
        return not self.is_complete and any(each.startswith(gap) for each in self.graph.gaps)

    @property
    def parts(self) -> Sequence[Part]:
        """Every resource, stack by stack, in the order of the templates."""
        return list(self._parts.values())

    @cached_property
    def _by_type(self) -> Mapping[str, list[Part]]:
        by_type: dict[str, list[Part]] = {}
        for part in self._parts.values():
            by_type.setdefault(part.type, []).append(part)
        return by_type

    def part(self, scope: Scope, logical_id: str) -> Part | None:
        """Return the resource of a stack with a logical id."""
        return self._parts.get((scope, logical_id))

    def of_type(self, type: str) -> Sequence[Part]:
        """Return every resource of one type."""
        return self._by_type.get(type, [])

    @cached_property
    def _users(self) -> Mapping[Part, list[Part]]:
        users: dict[Part, list[Part]] = {}
        for part in self._parts.values():
            for used in dict.fromkeys(link.resource for link in links(part.properties)):
                users.setdefault(used, []).append(part)
        return users

    def users(self, part: Part, type: str) -> list[Part]:
        """Return the resources of one type that name a resource in a property."""
        return [user for user in self._users.get(part, []) if user.type == type]

    def named(self, type: str, name: str) -> Sequence[Part]:
        """Return the resources of one type whose ``Name`` is known to be this."""
        return self._by_name.get((type, name), ())

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[Part]]:
        by_name: dict[tuple[str, str], list[Part]] = {}
        for part in self._parts.values():
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
            stated = part.body.get("DependsOn", [])
            listed = stated if isinstance(stated, list) else [stated]
            names = dict.fromkeys(name for name in listed if isinstance(name, str))
            names.update(dict.fromkeys(referenced_names(part.resource.declaration.properties)))
            scope, parts = part.scope, self._parts
            self._direct[part] = [parts[scope, name] for name in names if (scope, name) in parts]
        return self._direct[part]

    def comes_before(self, earlier: Part, later: Part) -> bool:
        """Tell whether CloudFormation creates a resource before another one of its stack."""
        return bool(self._before(later) & self._bits[earlier])

    def not_before(self, later: Part, parts: Iterable[Part]) -> list[Part]:
        """Return those of some resources that CloudFormation need not create before another."""
        before, bits = self._before(later), self._bits
        return [each for each in parts if not before & bits[each]]

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
        return {part: 1 << index for index, part in enumerate(self._parts.values())}

    def alike(self, part: Part) -> Sequence[Part]:
        """Return the resources of its type and place that are created for certain.

        The place is account and region where both are known, and else the stack.
        """
        return self._alike.get((_place(part), part.type), [])

    @cached_property
    def _alike(self) -> Mapping[tuple[Hashable, str], list[Part]]:
        alike: dict[tuple[Hashable, str], list[Part]] = {}
        for part in self._parts.values():
            if part.condition is None:
                alike.setdefault((_place(part), part.type), []).append(part)
        return alike

    def attributes(self, part: Part) -> Mapping[str, str]:
        """Return what ``Fn::GetAtt`` asks of a resource: attribute → who asks for it first."""
        return self._attributes.get((part.scope, part.logical_id), {})

    @cached_property
    def _attributes(self) -> Mapping[tuple[Scope, str], Mapping[str, str]]:
        asked: dict[tuple[Scope, str], dict[str, str]] = {}
        users = [
            (part.scope, part.where, part.resource.declaration.properties)
            for part in self._parts.values()
        ]
        for scope in self.graph.scopes:
            outputs = scope.stack.section("Outputs")
            users += [(scope, name, entry) for name, entry in outputs.items()]
        for scope, user, raw in users:
            for reference in _references(raw):
                if reference.attribute is not None:
                    by_attribute = asked.setdefault((scope, reference.name), {})
                    by_attribute.setdefault(reference.attribute, user)
        return asked

    def value(self, scope: Scope, raw: Any) -> Any:
        """Return a value with everything in it that is known.

        Keys and items that are ``AWS::NoValue`` are left out.
        """
        # Most values are plain texts or mappings, and most references were met before.
        if isinstance(raw, str) and "{{" not in raw:
            return raw
        if isinstance(raw, dict) and len(raw) != 1:
            return self._mapping(scope, raw)
        if _is_reference(raw):
            return self._links.get((scope, raw["Ref"])) or self._referred(scope, raw)
        output = self._other_output(scope, raw)
        return self._followed(scope, raw) if output is None else self.value(*output)

    def _referred(self, scope: Scope, raw: Mapping[str, str]) -> Any:
        value = self._followed(scope, raw)
        if isinstance(value, Link):
            self._links[scope, raw["Ref"]] = value
        return value

    def _followed(self, scope: Scope, raw: Any) -> Any:
        resolved = scope.resolve(raw)
        node, inner = resolved.node, resolved.scope
        if isinstance(node, Mapping):
            return self._mapping(inner, node)
        if isinstance(node, list):
            items = (self.value(inner, item) for item in node)
            return [item for item in items if item is not ABSENT]
        if isinstance(node, Text):
            return Holes(tuple(self._piece(part) for part in node.parts))
        if isinstance(node, Unknown):
            return Open(_key(node), optional=_may_be_absent(read(raw)))
        return self._piece(node)

    def _mapping(self, scope: Scope, node: Mapping[str, Any]) -> Any:
        known = {}
        for key, item in node.items():
            if isinstance(key, str) and key.startswith("Fn::"):
                return Open(object())  # a macro adds what is not seen here
            plain = isinstance(item, str) and "{{" not in item
            value = item if plain else self.value(scope, item)
            if value is not ABSENT:
                known[str(key)] = value
        return known

    def _piece(self, node: Any) -> Any:
        if isinstance(node, Target):
            part = self._parts.get((node.scope, node.logical_id))
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
                found = [each for each in self.graph.scopes if each.stack.name == stack]
                output = found[0].stack.section("Outputs").get(name) if len(found) == 1 else None
                if isinstance(output, dict) and "Value" in output:
                    return found[0], output["Value"]
        return None


def _values(part: Part, names: tuple[str, ...], *, anywhere: bool) -> tuple[Any, ...]:
    return (None if anywhere else part.scope, *map(part.properties.get, names))


def _kinds(values: tuple[Any, ...]) -> Hashable:
    return tuple(map(type, values))


def _is_reference(raw: Any) -> TypeGuard[Mapping[str, str]]:
    return type(raw) is dict and len(raw) == 1 and isinstance(raw.get("Ref"), str)


def _place(part: Part) -> Hashable:
    known = part.account is not None and part.region is not None
    return (part.account, part.region) if known else part.scope


def _key(node: Unknown) -> Hashable:
    return object() if node.key is None else (node.reason, node.key)


def _may_be_absent(node: Any) -> bool:
    if isinstance(node, Choice):
        return _may_be_absent(read(node.then)) or _may_be_absent(read(node.otherwise))
    return node is ABSENT


def _references(raw: Any) -> Iterator[Reference]:
    """Yield what a value refers to but by ``Ref``, branches of ``Fn::If`` included."""
    queue = [raw]
    for value in queue:
        if isinstance(value, list):
            queue += value
        elif isinstance(value, Mapping):
            if _is_reference(value):
                continue
            node = read(value) if len(value) == 1 else None
            parts = (node,) if isinstance(node, Reference) else getattr(node, "parts", ())
            yield from (part for part in parts if isinstance(part, Reference))
            queue += [entry for entry in value.values() if not isinstance(entry, str)]
