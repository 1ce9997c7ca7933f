from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import Any

import pytest

from cdk_appconfig import AppConfigError, Boolean, FeatureFlags, Flag, Number, String
from cdk_appconfig.model.document import canonical_json

GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide/"
REFERENCE = f"{GUIDE}appconfig-type-reference-feature-flags.html"

SHOP = FeatureFlags(
    Flag(
        "one_click",
        name="One click",
        description="Skip the basket page",
        enabled=True,
        attributes={"max_items": Number(20, minimum=1, maximum=100), "engine": String(enum=["v1"])},
    ),
    Flag("new_tax_engine"),
)


def lines(error: AppConfigError) -> list[str]:
    return [f"{one.id} {one.where}: {one.message} -> {one.fix}" for one in error.findings]


def test_the_document_has_definitions_and_values() -> None:
    assert SHOP.to_document() == {
        "version": "1",
        "flags": {
            "one_click": {
                "name": "One click",
                "description": "Skip the basket page",
                "attributes": {
                    "max_items": {"constraints": {"type": "number", "minimum": 1, "maximum": 100}},
                    "engine": {"constraints": {"type": "string", "enum": ["v1"]}},
                },
            },
            "new_tax_engine": {},
        },
        "values": {
            "one_click": {"enabled": True, "max_items": 20},
            "new_tax_engine": {"enabled": False},
        },
    }


def test_no_flags_are_a_document_too() -> None:
    assert FeatureFlags().to_document() == {"version": "1", "flags": {}, "values": {}}


def test_a_disabled_flag_keeps_its_values_in_the_document() -> None:
    flag = Flag("f", enabled=False, attributes={"a": Number(1)})

    assert flag.state() == {"enabled": False, "a": 1}


@pytest.mark.parametrize(
    ("deprecated", "expected"),
    [
        (True, {"_deprecation": {"status": "planned"}}),
        (date(2027, 1, 31), {"_deprecation": {"status": "planned", "date": "2027-01-31"}}),
        (False, {}),
    ],
)
def test_deprecation(deprecated: bool | date, expected: dict[str, Any]) -> None:
    assert Flag("f", deprecated=deprecated).definition() == expected


@pytest.mark.parametrize("key", ["a", "aB-_9", "a" * 64])
def test_a_key_at_the_limit_is_accepted(key: str) -> None:
    assert Flag(key, attributes={key: Boolean(True)}).state() == {"enabled": False, key: True}


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("One Click", "rename it, for example 'one_click'"),
        ("OneClick", "rename it, for example 'oneClick'"),
        ("1click", "rename it, for example 'click'"),
        ("größe", "rename it, for example 'gr_e'"),
        ("a" * 65, f"rename it, for example '{'a' * 64}'"),
        ("a\n", "rename it, for example 'a'"),
        ("", "rename it"),
        (7, "pass a str"),
    ],
)
def test_a_key_that_breaks_the_pattern_is_refused(key: Any, fix: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        Flag(key)

    [finding] = caught.value.findings
    assert (finding.id, finding.message, finding.fix) == (
        "APPCONFIG010",
        f"{key!r} cannot be the key of a flag",
        fix,
    )


def test_the_whole_message_for_a_key() -> None:
    with pytest.raises(AppConfigError) as caught:
        Flag("One Click")

    assert str(caught.value) == (
        "flag 'One Click': 1 error\n"
        "  APPCONFIG010 $.flags['One Click']: 'One Click' cannot be the key of a flag\n"
        "      why: the key of a flag starts with a lower-case letter, followed by at most 63 "
        f"letters, digits, '_' or '-' ({REFERENCE})\n"
        "      fix: rename it, for example 'one_click'"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            {"enabled": "yes"},
            "APPCONFIG021 $.values.f.enabled: 'yes' is not what belongs here -> pass a bool",
        ),
        (
            {"name": "x" * 65},
            "APPCONFIG012 $.flags.f.name: the name of the flag has 65 characters "
            "-> use one line of at most 64 characters",
        ),
        (
            {"name": "a\nb"},
            "APPCONFIG012 $.flags.f.name: the name of the flag has 3 characters and a line break "
            "-> use one line of at most 64 characters",
        ),
        (
            {"name": 5},
            "APPCONFIG021 $.flags.f.name: 5 is not what belongs here "
            "-> pass a str, or leave it out",
        ),
        (
            {"description": "x" * 1025},
            "APPCONFIG012 $.flags.f.description: the description of the flag has 1025 characters "
            "-> shorten it",
        ),
        (
            {"description": 5},
            "APPCONFIG021 $.flags.f.description: 5 is not what belongs here "
            "-> pass a str, or leave it out",
        ),
        (
            {"deprecated": "soon"},
            "APPCONFIG021 $.flags.f._deprecation: 'soon' is not what belongs here "
            "-> pass True, False or a datetime.date",
        ),
        (
            {"attributes": [Number(1)]},
            "APPCONFIG021 $.flags.f.attributes: [Number(1)] is not what belongs here "
            '-> pass a dict such as {"max_items": Number(20)}',
        ),
        (
            {"attributes": {"a": 20}},
            "APPCONFIG021 $.flags.f.attributes.a: 20 is not what belongs here "
            "-> pass String, Number, Boolean, StringArray or NumberArray with the value in it",
        ),
        (
            {"attributes": {"Max Items": Number(1)}},
            "APPCONFIG011 $.flags.f.attributes['Max Items']: 'Max Items' cannot be the key of an "
            "attribute -> rename it, for example 'max_items'",
        ),
        (
            {"attributes": {"enabled": Boolean(True)}},
            "APPCONFIG059 $.values.f.enabled: the attribute 'enabled' has the value True, and the "
            "flag is off -> rename the attribute; the flag is switched with Flag(…, enabled=…)",
        ),
        (
            {"attributes": {"a": String(required=True)}},
            "APPCONFIG016 $.values.f.a: the required attribute 'a' has no value "
            "-> give it a value, or drop required=True",
        ),
        (
            {"attributes": {f"a{index}": Boolean() for index in range(26)}},
            "APPCONFIG013 $.flags.f.attributes: the flag defines 26 attributes "
            "-> split the flag, or keep the data in a freeform profile",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_mistake_is_refused(arguments: dict[str, Any], expected: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        Flag("f", **arguments)

    errors = [one for one in caught.value.findings if one.severity == "error"]
    assert lines(AppConfigError("f", errors)) == [expected]


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "x" * 64, "description": "x" * 1024},
        {"name": ""},  # open whether AWS refuses it, so no error
        {"attributes": {f"a{index}": Boolean() for index in range(25)}},
        {"attributes": {"a": String("x", required=True)}},
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_limit_itself_is_accepted(arguments: dict[str, Any]) -> None:
    assert Flag("f", **arguments).key == "f"


def test_all_mistakes_of_a_flag_come_together_and_in_order() -> None:
    with pytest.raises(AppConfigError) as caught:
        Flag(
            "One Click",
            name="x" * 65,
            attributes={"max_items": Number(250, maximum=100), "engine": String("v3", enum=["v1"])},
        )

    assert [(one.id, one.where) for one in caught.value.findings] == [
        ("APPCONFIG010", "$.flags['One Click']"),
        ("APPCONFIG012", "$.flags['One Click'].name"),
        ("APPCONFIG015", "$.values['One Click'].max_items"),
        ("APPCONFIG015", "$.values['One Click'].engine"),
    ]


def test_two_flags_of_one_key_and_what_is_no_flag_are_refused_together() -> None:
    with pytest.raises(AppConfigError) as caught:
        FeatureFlags(Flag("a"), Flag("a"), "b")  # type: ignore[arg-type]

    assert lines(caught.value) == [
        "APPCONFIG018 $.flags.a: the key 'a' is used twice -> merge the two flags, or rename one",
        "APPCONFIG021 $.flags: 'b' is not what belongs here "
        "-> pass Flag objects, each as an argument of its own",
    ]


def test_with_values_merges_key_by_key_and_leaves_the_contract_alone() -> None:
    prod = SHOP.with_values({"one_click": {"enabled": False, "max_items": 5, "engine": "v1"}})

    assert prod.to_document()["flags"] == SHOP.to_document()["flags"]
    assert prod.to_document()["values"] == {
        "one_click": {"enabled": False, "max_items": 5, "engine": "v1"},
        "new_tax_engine": {"enabled": False},
    }
    assert SHOP["one_click"].state() == {"enabled": True, "max_items": 20}


def test_with_values_takes_a_value_away() -> None:
    assert SHOP.with_values({"one_click": {"max_items": None}})["one_click"].state() == {
        "enabled": True
    }


def test_with_values_reports_every_mistake_of_the_state() -> None:
    with pytest.raises(AppConfigError) as caught:
        SHOP.with_values(
            {
                "one_klick": {"enabled": True},
                "one_click": {"max_item": 3, "max_items": 500, "enabled": 1},
                "new_tax_engine": {"speed": 3},
                "zebra": {},
            }
        )

    assert str(caught.value).splitlines()[0] == "feature flags: 6 errors"
    assert lines(caught.value) == [
        "APPCONFIG019 $.values.one_klick: there is no flag 'one_klick' "
        "-> did you mean 'one_click'?",
        "APPCONFIG019 $.values.one_click.max_item: the flag 'one_click' declares no attribute "
        "'max_item' -> did you mean 'max_items'?",
        "APPCONFIG021 $.values.one_click.enabled: 1 is not what belongs here -> pass a bool",
        "APPCONFIG015 $.values.one_click.max_items: 500 is above the maximum 100 "
        "-> lower the value, or raise the maximum to 500 or more",
        "APPCONFIG019 $.values.new_tax_engine.speed: the flag 'new_tax_engine' declares no "
        "attribute 'speed' -> declare it in Flag(…, attributes={…})",
        "APPCONFIG019 $.values.zebra: there is no flag 'zebra' "
        "-> add a Flag with this key to the FeatureFlags",
    ]


def test_with_values_refuses_states_that_are_no_mapping() -> None:
    wrong: Any = Flag("one_click")

    with pytest.raises(AppConfigError) as caught:
        FeatureFlags(Flag("one_click")).with_values(wrong)

    [finding] = caught.value.findings
    assert (finding.id, finding.where) == ("APPCONFIG021", "$.values")
    assert finding.fix == ('pass a dict, state by flag, such as {"one_click": {"enabled": False}}')


def test_with_values_refuses_a_state_that_is_no_mapping() -> None:
    with pytest.raises(AppConfigError) as caught:
        SHOP.with_values({"one_click": False})  # type: ignore[dict-item]

    assert lines(caught.value) == [
        "APPCONFIG021 $.values.one_click: False is not what belongs here "
        '-> pass a dict such as {"enabled": False}'
    ]


def test_flags_are_values() -> None:
    same = FeatureFlags(*reversed(list(SHOP)))

    assert same == SHOP
    assert hash(same) == hash(SHOP)
    assert FeatureFlags(Flag("new_tax_engine")) != SHOP
    assert SHOP != "flags"
    assert pickle.loads(pickle.dumps(SHOP)) == SHOP  # noqa: S301 our own bytes
    assert copy.deepcopy(SHOP) == SHOP


def test_flags_are_read_like_a_collection() -> None:
    assert [flag.key for flag in SHOP] == ["one_click", "new_tax_engine"]
    assert len(SHOP) == 2
    assert "one_click" in SHOP
    assert "two_click" not in SHOP
    assert SHOP["new_tax_engine"] == Flag("new_tax_engine")


def test_attributes_of_a_flag_cannot_be_changed_from_outside() -> None:
    attributes = {"a": Number(1)}
    flag = Flag("f", attributes=attributes)

    attributes["b"] = Number(2)

    assert list(flag.attributes) == ["a"]


def test_repr_is_what_a_user_would_type() -> None:
    flags = FeatureFlags(Flag("a", enabled=True, attributes={"n": Number(1)}), Flag("b"))

    assert repr(flags) == (
        "FeatureFlags(Flag('a', enabled=True, attributes={'n': Number(1)}), Flag('b'))"
    )
    assert eval(repr(flags)) == flags  # noqa: S307 our own text


def test_order_of_flags_and_attributes_does_not_change_the_stored_text() -> None:
    one = FeatureFlags(Flag("a", attributes={"x": Number(1), "y": Number(2)}), Flag("b"))
    other = FeatureFlags(Flag("b"), Flag("a", attributes={"y": Number(2), "x": Number(1)}))

    assert canonical_json(one.to_document()) == canonical_json(other.to_document())
