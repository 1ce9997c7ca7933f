from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Literal, Optional, Union

import pytest

from cdk_appconfig import AppConfigError, JsonSchema


class Tier(Enum):
    GOLD = "gold"
    SILVER = 2


@dataclass
class Port:
    number: int


@dataclass
class Node:
    name: str
    children: list[Node] = field(default_factory=list)
    size: int = field(init=False, default=3)


@dataclass
class Everything:
    text: str
    number: float
    flag: bool
    nothing: None
    anything: Any
    port: Port
    tier: Tier
    mode: Literal["a", 1] | None
    maybe: str | None
    older: Optional[int]  # noqa: UP045  both ways of writing it
    either: Union[int, list[str]]  # noqa: UP007  both ways of writing it
    ports: list[Port]
    many: Sequence[float]
    row: tuple[int, ...]
    pair: tuple[int, str]
    plain_list: list  # type: ignore[type-arg]  # without parameters
    by_name: dict[str, Port]
    mapping: Mapping[str, Any]
    plain: dict = field(default_factory=dict)  # type: ignore[type-arg]  # without parameters


GOOD = Everything(
    text="",
    number=1,
    flag=True,
    nothing=None,
    anything={"a": [1]},
    port=Port(80),
    tier=Tier.SILVER,
    mode=None,
    maybe=None,
    older=3,
    either=["x"],
    ports=[Port(1)],
    many=(1.5, 2),
    row=(1, 2, 3),
    pair=(1, "x"),
    plain_list=[1, "x"],
    by_name={"a": Port(1)},
    mapping={"a": None},
)


def test_an_instance_fits_the_schema_of_its_class() -> None:
    schema = JsonSchema(Everything)

    assert schema.warnings == ()
    assert schema.findings(GOOD) == []
    assert schema.findings(Node("a", [Node("b")])) != []
    assert JsonSchema(Node).findings(Node("a", [Node("b")])) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": 1}, "$.text"),
        ({"number": "1"}, "$.number"),
        ({"flag": 0}, "$.flag"),
        ({"nothing": 0}, "$.nothing"),
        ({"port": {"number": "x"}}, "$.port.number"),
        ({"port": {}}, "$.port"),
        ({"tier": "silver"}, "$.tier"),
        ({"mode": "b"}, "$.mode"),
        ({"maybe": 1}, "$.maybe"),
        ({"older": "x"}, "$.older"),
        ({"either": [1]}, "$.either[0]"),
        ({"either": "x"}, "$.either"),
        ({"ports": [{"number": 1.5}]}, "$.ports[0].number"),
        ({"many": ["x"]}, "$.many[0]"),
        ({"row": [1, "x"]}, "$.row[1]"),
        ({"pair": [1]}, "$.pair"),
        ({"pair": ["x", "x"]}, "$.pair[0]"),
        ({"plain_list": {}}, "$.plain_list"),
        ({"by_name": {"a": 1}}, "$.by_name.a"),
        ({"mapping": []}, "$.mapping"),
        ({"plain": []}, "$.plain"),
        ({"extra": 1}, "$.extra"),
    ],
    ids=str,
)
def test_what_the_class_does_not_allow_is_told(change: dict[str, object], where: str) -> None:
    content = {**vars(GOOD), **change}

    assert [finding.where for finding in JsonSchema(Everything).findings(content)] == [where]


def test_a_field_without_default_must_be_there() -> None:
    assert JsonSchema(Node).to_document() == {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/definitions/Node"}},
            "size": {"type": "integer"},
        },
        "definitions": {
            "Node": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "children": {"type": "array", "items": {"$ref": "#/definitions/Node"}},
                    "size": {"type": "integer"},
                },
            }
        },
    }


def test_two_classes_of_one_name_are_told_apart() -> None:
    def make(hint: Any) -> Any:
        return dataclass(type("Same", (), {"__annotations__": {"value": hint}}))

    outer: Any = dataclass(type("Outer", (), {"__annotations__": {"a": make(str), "b": make(int)}}))

    assert JsonSchema(outer).findings({"a": {"value": "x"}, "b": {"value": 1}}) == []
    assert len(JsonSchema(outer).findings({"a": {"value": 1}, "b": {"value": "x"}})) == 2


@dataclass
class Wrong:
    day: date
    ids: set[int]
    by_number: dict[int, str]
    mode: Literal[b"x"]
    inner: list[date]


@dataclass
class Lost:
    value: NoSuchName  # type: ignore[name-defined]  # noqa: F821  the point


def test_every_type_without_a_form_in_json_is_named() -> None:
    with pytest.raises(AppConfigError) as caught:
        JsonSchema(Wrong)

    assert [f"{f.id} {f.where}: {f.message}" for f in caught.value.findings] == [
        "APPCONFIG080 $.day: the type date has no JSON Schema",
        "APPCONFIG080 $.ids: the type set[int] has no JSON Schema",
        "APPCONFIG080 $.by_number: the type dict[int, str] has no JSON Schema",
        "APPCONFIG080 $.mode: the values [b'x'] are no JSON",
        "APPCONFIG080 $.inner: the type date has no JSON Schema",
    ]
    assert {f.fix for f in caught.value.findings} == {
        "use str, int, float, bool, None, list, tuple, dict[str, …], Literal, an Enum or another "
        "dataclass"
    }


def test_a_class_whose_types_cannot_be_read_is_named() -> None:
    with pytest.raises(AppConfigError) as caught:
        JsonSchema(Lost)

    [finding] = caught.value.findings
    assert finding.message == "the types of Lost cannot be read: name 'NoSuchName' is not defined"
