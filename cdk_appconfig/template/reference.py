"""Intrinsic functions, seen for what they are: a value, a text with holes, a reference, a choice.

``read`` looks at one value and leaves what is inside it as it is written. ``Fn::Sub`` and
``Fn::Join`` become one form, so that two spellings of one text are one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from cdk_appconfig.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "ABSENT",
    "ITS_OWN",
    "NAMING",
    "SAME_AS_REF",
    "Absent",
    "Call",
    "Choice",
    "Node",
    "Reference",
    "Text",
    "asked_attributes",
    "entries",
    "imported_names",
    "is_ref",
    "names_by_property",
    "plainest",
    "read",
    "referenced_names",
    "text_of",
]

NAMING = {"Fn::GetAtt", "Fn::Sub", "Ref"}
"""Functions that name what they are about."""

_HOLE = r"\$\{([^{}]*)\}"


class Reference(Record):
    """``Ref`` (no attribute) or ``Fn::GetAtt``, in a property or inside an ``Fn::Sub``."""

    name: str
    attribute: str | None = None


class Choice(Record):
    """``Fn::If``: one of two values, by a condition."""

    condition: str
    then: Any
    otherwise: Any


class Call(Record):
    """Any other function of CloudFormation, with its argument as it is written."""

    function: str
    argument: Any


class Text(Record):
    """A text with holes: literal parts, and what goes between them."""

    parts: tuple[str | Reference | Choice | Call, ...]


class Absent(Record):
    """A property that is not there; ``AWS::NoValue`` is the same."""


ABSENT = Absent()

SAME_AS_REF = {
    ("AWS::AppConfig::Application", "ApplicationId"),
    ("AWS::AppConfig::ConfigurationProfile", "ConfigurationProfileId"),
    ("AWS::AppConfig::DeploymentStrategy", "Id"),
    ("AWS::AppConfig::Environment", "EnvironmentId"),
    ("AWS::AppConfig::Extension", "Id"),
    ("AWS::AppConfig::ExtensionAssociation", "Id"),
    ("AWS::AppConfig::HostedConfigurationVersion", "VersionNumber"),
}
"""Attributes that give what ``Ref`` gives."""

ITS_OWN = (None, "Arn")
"""Attributes that no two resources have in common; ``None`` is ``Ref``."""

Node: TypeAlias = Reference | Choice | Call | Text | Absent | Any
"""What `read` returns: an intrinsic, or the value itself when it is none."""


def read(value: Any) -> Node:
    """Return what a value of a template is.

    Example:
        >>> read({"Fn::Sub": "arn:${AWS::Partition}:iam"})
        Text(parts=('arn:', Reference(name='AWS::Partition', attribute=None), ':iam'))
        >>> read({"Fn::Join": ["-", ["a", "b"]]}), read({"Key": "a"})
        ('a-b', {'Key': 'a'})
    """
    if not isinstance(value, dict) or len(value) != 1:
        return value
    [(function, argument)] = value.items()
    if function == "Ref" and isinstance(argument, str):
        return ABSENT if argument == "AWS::NoValue" else Reference(argument)
    if not isinstance(function, str) or not function.startswith("Fn::"):
        return value
    return _read_function(function, argument)


def _read_function(function: str, argument: Any) -> Node:
    match function, argument:
        case "Fn::GetAtt", [str(name), str(attribute)]:
            return Reference(name, attribute)
        case "Fn::GetAtt", str(dotted) if "." in dotted:
            return Reference(*dotted.split(".", maxsplit=1))
        case "Fn::If", [str(condition), then, otherwise]:
            return Choice(condition, then, otherwise)
    pieces = _pieces(function, argument)
    return Call(function, argument) if pieces is None else text_of(pieces)


def _pieces(function: str, argument: Any) -> Iterator[Any] | None:
    match function, argument:
        case "Fn::Join", [str(delimiter), list(items)]:
            return _joined(delimiter, items)
        case "Fn::Sub", str(text):
            return _substituted(text, {})
        case "Fn::Sub", [str(text), dict(variables)]:
            return _substituted(text, variables)
    return None


def plainest(type: str, reference: Reference) -> Reference:
    """Return the ``Ref`` that gives the same value as an ``Fn::GetAtt``, if there is one.

    Args:
        type: Type of the resource that is referred to.
        reference: The reference.
    """
    same = (type, reference.attribute) in SAME_AS_REF
    return Reference(reference.name) if same else reference


def is_ref(value: Any) -> TypeGuard[Mapping[str, str]]:
    """Tell whether a value is a ``Ref`` and nothing else, as most references are."""
    return type(value) is dict and len(value) == 1 and isinstance(value.get("Ref"), str)


def names_by_property(properties: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Return the names that properties refer to, each once; properties without any are left out.

    Example:
        >>> names_by_property({"Name": "shop", "A": {"Ref": "App"}, "B": [{"Fn::Sub": "${C.Arn}"}]})
        {'A': ('App',), 'B': ('C',)}
    """
    found: dict[str, Sequence[str]] = {}
    for property, value in properties.items():
        if is_ref(value):
            found[property] = (value["Ref"],)
        elif not isinstance(value, str):
            names = tuple(dict.fromkeys(referenced_names(value)))
            if names:
                found[property] = names
    return found


def referenced_names(value: Any) -> Iterator[str]:
    """Yield every name that a value refers to, at any depth, without recursion.

    Example:
        >>> list(referenced_names([{"Ref": "App"}, {"a": {"Fn::Sub": "${Alarm.Arn}-${x}"}}]))
        ['App', 'Alarm', 'x']
    """
    for function, argument in entries(value):
        if function in NAMING:
            yield from _names(function, argument)


def asked_attributes(value: Any) -> Iterator[tuple[str, str]]:
    """Yield name and attribute of every ``Fn::GetAtt`` inside a value, those of texts included.

    Example:
        >>> list(asked_attributes([{"Fn::GetAtt": ["Alarm", "Arn"]}, {"Fn::Sub": "${App.Id}"}]))
        [('Alarm', 'Arn'), ('App', 'Id')]
    """
    queue = [value]
    for found in queue:
        if isinstance(found, list):
            queue += found
        elif isinstance(found, (dict, Mapping)) and not is_ref(found):
            for part in _parts(read(found)) if len(found) == 1 else ():
                if isinstance(part, Reference) and part.attribute is not None:
                    yield part.name, part.attribute
            queue += [entry for entry in found.values() if not isinstance(entry, str)]


def _parts(node: Node) -> Sequence[Any]:
    if isinstance(node, Reference):
        return (node,)
    return node.parts if isinstance(node, Text) else ()


def imported_names(value: Any) -> Iterator[str]:
    """Yield every name that a value imports from another stack, where it is plain text."""
    for function, argument in entries(value):
        if function == "Fn::ImportValue" and isinstance(argument, str):
            yield argument


def entries(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield key and value of every mapping inside a value, at any depth, without recursion."""
    stack = [value]
    while stack:
        found = stack.pop()
        if isinstance(found, list):
            stack += reversed(found)
        elif not isinstance(found, str) and isinstance(found, Mapping):
            yield from found.items()
            stack += [entry for entry in found.values() if not isinstance(entry, str)][::-1]


def _names(function: Any, argument: Any) -> Iterator[str]:
    match function, argument:
        case "Ref", str(name):
            yield name
        case "Fn::GetAtt", [str(name), *_]:
            yield name
        case "Fn::GetAtt", str(dotted):
            yield dotted.partition(".")[0]
        case "Fn::Sub", str(text):
            yield from _names_in(text, {})
        case "Fn::Sub", [str(text), Mapping() as variables]:
            yield from _names_in(text, variables)


def _names_in(text: str, variables: Mapping[str, Any]) -> Iterator[str]:
    for hole in re.finditer(_HOLE, text):
        name = hole[1].strip()
        if not name.startswith("!") and name not in variables:
            yield name.partition(".")[0]


def _joined(delimiter: str, items: list[Any]) -> Iterator[Any]:
    first = True
    for item in items:
        node = read(item)
        if isinstance(node, Absent):
            continue
        if not first:
            yield delimiter
        first = False
        yield node


def _substituted(text: str, variables: Mapping[str, Any]) -> Iterator[Any]:
    end = 0
    for hole in re.finditer(_HOLE, text):
        yield text[end : hole.start()]
        end = hole.end()
        name = hole[1].strip()
        if name.startswith("!"):
            yield "${" + name[1:] + "}"
        elif name in variables:
            yield read(variables[name])
        else:
            yield Reference(*name.split(".", maxsplit=1))
    yield text[end:]


def text_of(pieces: Iterable[Any]) -> Node:
    """Return pieces of a text as one node: a plain ``str`` if nothing is open."""
    parts: list[Any] = []
    for part in _flat(pieces):
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    if not parts:
        return ""
    if len(parts) == 1:
        return parts[0]
    return Text(tuple(parts))


def _flat(pieces: Iterable[Any]) -> Iterator[Any]:
    for piece in pieces:
        if isinstance(piece, Text):
            yield from piece.parts
        elif isinstance(piece, (Reference, Choice, Call)):
            yield piece
        elif isinstance(piece, bool):
            yield str(piece).lower()
        else:
            yield str(piece)
