from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdk_appconfig import AppConfigError, Boolean, Flag, Number, NumberArray, String, StringArray
from cdk_appconfig.model import attribute as attributes
from cdk_appconfig.model import limits
from cdk_appconfig.model.attribute import Attribute

REFERENCE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-type-reference-feature-flags.html"
)


def refused(attribute: Attribute) -> str:
    """Return the whole message, less the line that names the flag and the two that never change."""
    with pytest.raises(AppConfigError) as caught:
        Flag("f", attributes={"a": attribute})
    assert all(str(finding).count(REFERENCE) == 1 for finding in caught.value.findings)
    return "\n".join(
        f"{finding.id} {finding.where}: {finding.message} [{finding.found}] -> {finding.fix}"
        for finding in caught.value.findings
    )


@pytest.mark.parametrize(
    ("attribute", "constraints"),
    [
        (String(), {"type": "string"}),
        (String("v1", pattern="^v"), {"type": "string", "pattern": "^v"}),
        (String("v1", enum=["v1"]), {"type": "string", "enum": ["v1"]}),
        (String("v1", required=True), {"type": "string", "required": True}),
        (Number(), {"type": "number"}),
        (Number(0, minimum=0), {"type": "number", "minimum": 0}),
        (Number(-1, minimum=-5, maximum=0), {"type": "number", "minimum": -5, "maximum": 0}),
        (Boolean(False), {"type": "boolean"}),
        (StringArray([]), {"type": "array", "elements": {"type": "string"}}),
        (
            StringArray(["a"], enum=["a"], required=True),
            {"type": "array", "elements": {"type": "string", "enum": ["a"]}, "required": True},
        ),
        (
            NumberArray([1], minimum=1, maximum=2),
            {"type": "array", "elements": {"type": "number", "minimum": 1, "maximum": 2}},
        ),
    ],
    ids=repr,
)
def test_a_definition_holds_type_and_constraints(
    attribute: Attribute, constraints: dict[str, Any]
) -> None:
    assert attribute.definition() == {"constraints": constraints}


def test_a_description_is_part_of_the_definition() -> None:
    assert Boolean(description="for people").definition() == {
        "description": "for people",
        "constraints": {"type": "boolean"},
    }


@pytest.mark.parametrize(
    "attribute",
    [
        String("x" * 1024),
        String("", enum=[""]),
        String("b1", pattern="[0-9]"),
        String("x", pattern=r"\pL"),  # a dialect that Python does not know is left to AppConfig
        String(pattern="x" * 1024, description="x" * 1024),
        Number(1, minimum=1, maximum=1),
        Number(1.5, minimum=1, maximum=2),
        Number(10**400),
        Number(5, maximum=10.0),  # type: ignore[arg-type]  # a whole number, as JSON sees it
        Boolean(True),
        StringArray(("a", "b"), pattern="^[a-z]$"),
        NumberArray([0, 0.5], minimum=0),
    ],
    ids=lambda attribute: str(attribute)[:40],
)
def test_values_at_the_limit_are_accepted(attribute: Attribute) -> None:
    assert Flag("f", attributes={"a": attribute}).attributes["a"] == attribute


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        (String(3), "APPCONFIG014 $.values.f.a: 3 is not a string [3] -> pass a str"),  # type: ignore[arg-type]
        (
            String("x" * 1025),
            "APPCONFIG015 $.values.f.a: a value has 1025 characters, above the 1024 that AppConfig "
            f"stores ['{'x' * 78}…] -> shorten the value, or keep long texts in a freeform profile",
        ),
        (
            String("v11", enum=["v1", "v2"]),
            "APPCONFIG015 $.values.f.a: 'v11' is not in the enum ['v1', 'v2'] ['v11'] "
            "-> did you mean 'v1'?",
        ),
        (
            String("zz", enum=["v1"]),
            "APPCONFIG015 $.values.f.a: 'zz' is not in the enum ['v1'] ['zz'] "
            "-> use one of them, or add it to the enum",
        ),
        (
            String("b", pattern="^a"),
            "APPCONFIG015 $.values.f.a: 'b' does not match the pattern '^a' ['b'] "
            "-> change the value or the pattern",
        ),
        (
            String(pattern="a", enum=["a"]),
            "APPCONFIG017 $.flags.f.attributes.a.constraints: the attribute has a pattern and an "
            "enum [pattern 'a' and enum ['a']] -> keep one of the two",
        ),
        (
            String(enum="abc"),
            "APPCONFIG021 $.flags.f.attributes.a.constraints.enum: 'abc' is not what belongs here "
            "['abc'] -> pass a list of str",
        ),
        (
            String(enum=["a", 1.5]),  # type: ignore[list-item]
            "APPCONFIG021 $.flags.f.attributes.a.constraints.enum[1]: 1.5 is not what belongs here "
            "[1.5] -> pass a str",
        ),
        (
            String(pattern="x" * 1025),
            "APPCONFIG023 $.flags.f.attributes.a.constraints.pattern: the pattern has 1025 "
            f"characters ['{'x' * 78}…] -> shorten it",
        ),
        (
            Boolean(description="x" * 1025),
            "APPCONFIG023 $.flags.f.attributes.a.description: the description has 1025 characters "
            f"['{'x' * 78}…] -> shorten it",
        ),
        (
            Number(True),
            "APPCONFIG014 $.values.f.a: True is not a number [True] "
            "-> pass an int or a finite float",
        ),
        (
            Number(float("inf")),
            "APPCONFIG014 $.values.f.a: inf is not a number [inf] -> pass an int or a finite float",
        ),
        (
            Number(0, minimum=1),
            "APPCONFIG015 $.values.f.a: 0 is below the minimum 1 [0] "
            "-> raise the value, or lower the minimum to 0 or less",
        ),
        (
            Number(100.5, maximum=100),
            "APPCONFIG015 $.values.f.a: 100.5 is above the maximum 100 [100.5] "
            "-> lower the value, or raise the maximum to 101 or more",
        ),
        (
            Number(minimum=0.5),  # type: ignore[arg-type]
            "APPCONFIG022 $.flags.f.attributes.a.constraints.minimum: the minimum 0.5 is not a "
            "whole number [0.5] -> pass an int",
        ),
        (
            Number(maximum=True),
            "APPCONFIG022 $.flags.f.attributes.a.constraints.maximum: the maximum True is not a "
            "whole number [True] -> pass an int",
        ),
        (
            Boolean(1),  # type: ignore[arg-type]
            "APPCONFIG014 $.values.f.a: 1 is not a boolean [1] -> pass True or False",
        ),
        (
            Boolean(required="yes"),  # type: ignore[arg-type]
            "APPCONFIG021 $.flags.f.attributes.a.constraints.required: 'yes' is not what belongs "
            "here ['yes'] -> pass True or False",
        ),
        (
            StringArray("abc"),
            "APPCONFIG014 $.values.f.a: 'abc' is not an array ['abc'] -> pass a list of str",
        ),
        (
            StringArray(["a", 1]),  # type: ignore[list-item]
            "APPCONFIG014 $.values.f.a[1]: 1 is not a string [1] -> pass a str",
        ),
        (
            StringArray(["a", "b"], enum=["a"]),
            "APPCONFIG015 $.values.f.a[1]: 'b' is not in the enum ['a'] ['b'] "
            "-> use one of them, or add it to the enum",
        ),
        (
            NumberArray(5),  # type: ignore[arg-type]
            "APPCONFIG014 $.values.f.a: 5 is not an array [5] -> pass a list of int or finite float",
        ),
        (
            NumberArray([1, 7], maximum=6),
            "APPCONFIG015 $.values.f.a[1]: 7 is above the maximum 6 [7] "
            "-> lower the value, or raise the maximum to 7 or more",
        ),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_mistake_is_refused(attribute: Attribute, message: str) -> None:
    assert refused(attribute) == message


def told(attribute: Attribute) -> list[str]:
    """Return the warnings of a flag with one attribute."""
    findings = Flag("f", attributes={"a": attribute}).findings()
    assert {finding.severity for finding in findings} <= {"warning"}
    return [f"{each.id} {each.where}: {each.message} -> {each.fix}" for each in findings]


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        (
            String(pattern="(a"),
            "APPCONFIG233 $.flags.f.attributes.a.constraints.pattern: the pattern '(a' is no "
            "regular expression: missing ), unterminated subpattern -> mend the pattern",
        ),
        (
            StringArray(pattern="a(?=b)"),
            "APPCONFIG233 $.flags.f.attributes.a.constraints.elements.pattern: the pattern "
            "'a(?=b)' has '(?=', which is not in RE2 -> mend the pattern",
        ),
        (
            Number(minimum=2, maximum=1),
            "APPCONFIG234 $.flags.f.attributes.a.constraints: the minimum 2 is above the maximum "
            "1, so that no number fits -> exchange them",
        ),
        (
            NumberArray([], minimum=2, maximum=1),
            "APPCONFIG234 $.flags.f.attributes.a.constraints.elements: the minimum 2 is above the "
            "maximum 1, so that no number fits -> exchange them",
        ),
    ],
    ids=str,
)
def test_a_constraint_that_nothing_can_keep_is_told(attribute: Attribute, message: str) -> None:
    assert told(attribute) == [message]


@pytest.mark.parametrize(
    "attribute", [String(pattern=r"^\pL+$"), String(pattern="(a)?"), Number(minimum=1, maximum=1)]
)
def test_a_constraint_that_something_can_keep_is_fine(attribute: Attribute) -> None:
    assert told(attribute) == []


def test_the_whole_message_of_one_mistake() -> None:
    with pytest.raises(AppConfigError) as caught:
        Flag("one_click", attributes={"max_items": Number(250, minimum=1, maximum=100)})

    assert str(caught.value) == (
        "flag 'one_click': 1 error\n"
        "  APPCONFIG015 $.values.one_click.max_items: 250 is above the maximum 100\n"
        "      why: AppConfig refuses a value that breaks a constraint of its attribute, also on a "
        f"flag that is disabled ({REFERENCE})\n"
        "      fix: lower the value, or raise the maximum to 250 or more"
    )


def test_lists_are_kept_as_tuples_so_that_an_attribute_cannot_change() -> None:
    enum = ["a", "b"]
    value = ["a"]
    attribute = StringArray(value, enum=enum)

    enum.append("c")
    value.append("b")

    assert attribute == StringArray(("a",), enum=("a", "b"))
    assert hash(attribute) == hash(StringArray(["a"], enum=["a", "b"]))
    assert pickle.loads(pickle.dumps(attribute)) == attribute  # noqa: S301 our own bytes


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        (String(), "String()"),
        (String("v1", enum=["v1"], required=True), "String('v1', required=True, enum=('v1',))"),
        (Number(1.5, maximum=3), "Number(1.5, maximum=3)"),
        (NumberArray([1]), "NumberArray((1,))"),
    ],
)
def test_repr_is_what_a_user_would_type(attribute: Attribute, text: str) -> None:
    assert repr(attribute) == text
    assert eval(text, dict(vars(attributes))) == attribute  # noqa: S307 our own text


@given(
    value=st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    minimum=st.none() | st.integers(),
    maximum=st.none() | st.integers(),
)
def test_a_number_is_accepted_exactly_within_its_bounds(
    value: float, minimum: int | None, maximum: int | None
) -> None:
    within = (minimum is None or minimum <= value) and (maximum is None or value <= maximum)

    findings = Number(minimum=minimum, maximum=maximum).value_findings(value)

    assert (findings == []) is within


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3), min_size=1))
def test_an_array_reports_each_element_outside_the_enum_at_its_index(
    value: list[str], enum: list[str]
) -> None:
    findings = StringArray(enum=enum).value_findings(value)

    assert [finding.where for finding in findings] == [
        f"$[{index}]" for index, element in enumerate(value) if element not in enum
    ]


def test_lengths_come_from_the_limits() -> None:
    assert limits.FLAG_STRING == 1024


def test_a_number_that_python_does_not_write_down_is_shown_in_short() -> None:
    above = refused(Number(10**5000, maximum=5))
    below = refused(Number(-(10**5000), minimum=5))

    assert re.fullmatch(
        r"APPCONFIG015 \$\.values\.f\.a: 0x[0-9a-f]+… is above the maximum 5 \[0x[0-9a-f]+…\] -> "
        r"lower the value, or raise the maximum to 0x[0-9a-f]+… or more",
        above,
    )
    assert re.fullmatch(
        r"APPCONFIG015 \$\.values\.f\.a: -0x[0-9a-f]+… is below the minimum 5 \[-0x[0-9a-f]+…\] -> "
        r"raise the value, or lower the minimum to -0x[0-9a-f]+… or less",
        below,
    )
