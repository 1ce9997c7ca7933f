from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from typing import Any

import pytest
from aws_cdk import Aws, Fn, Token
from hypothesis import given
from hypothesis import strategies as st

from cdk_appconfig.findings import Finding
from cdk_appconfig.model.json_value import JsonText, JsonValue

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIX = "write it as text, number, True, False, None, a list or a dict with texts as keys"


def told(finding: Finding) -> str:
    return f"{finding.id} {finding.where}: {finding.message} [{finding.found}] -> {finding.fix}"


class Tier(Enum):
    GOLD = "gold"


class Wide(Enum):
    PAIR = (1, 2)
    NONE = None


class Level(IntEnum):
    HIGH = 3


@dataclass
class Host:
    name: str
    ports: tuple[int, ...]
    tier: Tier = Tier.GOLD


@given(JSON)
def test_what_is_json_already_stays_as_it_is(document: Any) -> None:
    value = JsonValue.of(document)

    assert value.document == document
    assert (value.findings, value.has_tokens) == ((), False)


@given(JSON)
def test_text_is_read_as_the_standard_library_reads_it(document: Any) -> None:
    read = JsonText.read(json.dumps(document))

    assert read == JsonText(document, (), exact=True)


@pytest.mark.parametrize(
    ("value", "document"),
    [
        ((1, 2), [1, 2]),
        (OrderedDict(b=1, a=2), {"a": 2, "b": 1}),
        (Tier.GOLD, "gold"),
        ([Wide.PAIR, Wide.NONE], [[1, 2], None]),
        ({"level": Level.HIGH}, {"level": 3}),
        (
            [Host("a", (80, 443))],
            [{"name": "a", "ports": [80, 443], "tier": "gold"}],
        ),
    ],
)
def test_values_of_python_have_their_form_in_json(value: object, document: object) -> None:
    assert JsonValue.of(value) == JsonValue(document, (), has_tokens=False)


def test_all_that_has_no_form_is_told_with_its_place() -> None:
    value = {
        "a": {1, 2},
        "b": [float("nan"), {"c": float("inf")}],
        3: "x",
        "host": Host("a", (date(2026, 1, 1),)),  # type: ignore[arg-type]
    }

    assert [told(finding) for finding in JsonValue.of(value).findings] == [
        f"APPCONFIG104 $.a: {{1, 2}} has no form in JSON [{{1, 2}}] -> {FIX}",
        f"APPCONFIG104 $.b[0]: nan has no form in JSON [nan] -> {FIX}",
        f"APPCONFIG104 $.b[1].c: inf has no form in JSON [inf] -> {FIX}",
        f"APPCONFIG104 $: 3 is a key, and the keys of a JSON object are texts [3] -> {FIX}",
        "APPCONFIG104 $.host.ports[0]: datetime.date(2026, 1, 1) has no form in JSON "
        f"[datetime.date(2026, 1, 1)] -> {FIX}",
    ]


def test_a_value_that_holds_itself_is_told() -> None:
    value: list[Any] = []
    value.append(value)

    assert [told(finding) for finding in JsonValue.of(value).findings] == [
        f"APPCONFIG104 $: [[...]] is nested too deeply, or in itself [[[...]]] -> {FIX}"
    ]


@pytest.mark.parametrize(
    "token",
    [
        Aws.REGION,
        Token.as_number(Fn.ref("A")),
        Fn.split(",", Aws.REGION),
        Fn.get_att("A", "B"),
    ],
    ids=["text", "number", "list", "object"],
)
def test_tokens_pass_through(token: Any) -> None:
    value = JsonValue.of({"b": [token], "a": token})

    assert value == JsonValue({"a": token, "b": [token]}, (), has_tokens=True)


def test_a_key_may_be_a_token() -> None:
    assert JsonValue.of({Aws.REGION: 1}).has_tokens


def test_a_key_twice_is_told() -> None:
    read = JsonText.read('{"a": 1, "b": {"x": 1, "x": 2, "x": 3}, "a": 2}')

    assert read.document == {"a": 2, "b": {"x": 3}}
    assert [told(finding) for finding in read.findings] == [
        "APPCONFIG107 $: the key 'x' stands twice in one object ['x'] -> remove one of the two",
        "APPCONFIG107 $: the key 'x' stands twice in one object ['x'] -> remove one of the two",
        "APPCONFIG107 $: the key 'a' stands twice in one object ['a'] -> remove one of the two",
    ]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0.1", True),
        ("1E3", True),
        ("1.50", True),
        ("1e400", False),
        ("0.1000000000000000055", False),
        ("123456789012345678901234567890", True),
    ],
)
def test_a_number_that_python_cannot_hold_is_noticed(text: str, exact: bool) -> None:
    assert JsonText.read(f"[{text}]").exact is exact


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "{'a': 1}", "[1,]"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|number of JSON|trailing comma"):
        JsonText.read(text)
