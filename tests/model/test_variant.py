from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from cdk_appconfig import AppConfigError, Flag, Number, String, Variant, context, split

RULE = '(ends_with $email "@qa.example.com")'
QA = Variant("qa", rule=RULE, enabled=True, attributes={"engine": "v2"})
REST = Variant("everyone else")


def tax(**arguments: Any) -> Flag:
    attributes = {"engine": String(enum=["v1", "v2"])}
    return Flag("tax", **{"attributes": attributes, "variants": [QA], "default": REST, **arguments})


def refused(**arguments: Any) -> list[str]:
    with pytest.raises(AppConfigError) as caught:
        tax(**arguments)
    return [f"{one.id} {one.where}: {one.message} -> {one.fix}" for one in caught.value.findings]


def test_the_default_is_stored_last_and_without_a_rule() -> None:
    assert tax().state() == {
        "_variants": [
            {
                "name": "qa",
                "enabled": True,
                "rule": RULE,
                "attributeValues": {"engine": "v2"},
            },
            {"name": "everyone else", "enabled": False},
        ]
    }


def test_a_rule_is_an_expression_or_its_text() -> None:
    rule = context("email").ends_with("@qa.example.com")

    assert Variant("qa", rule=rule, enabled=True, attributes={"engine": "v2"}) == QA
    assert Variant("qa", rule=rule).rule == RULE


def test_a_flag_may_have_a_default_variant_alone() -> None:
    assert Flag("f", default=Variant("all", enabled=True)).state() == {
        "_variants": [{"name": "all", "enabled": True}]
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            {"variants": [Variant("x" * 65, rule=RULE)]},
            "APPCONFIG050 $.values.tax._variants[0].name: the name of the variant has 65 "
            "characters -> use one line of at most 64 characters",
        ),
        (
            {"variants": [Variant("a\nb", rule=RULE)]},
            "APPCONFIG050 $.values.tax._variants[0].name: the name of the variant has 3 "
            "characters and a line break -> use one line of at most 64 characters",
        ),
        (
            {"variants": [Variant(5, rule=RULE)]},  # type: ignore[arg-type]
            "APPCONFIG021 $.values.tax._variants[0].name: 5 is not what belongs here -> pass a str",
        ),
        (
            {"variants": [QA, Variant("qa", rule=RULE)]},
            "APPCONFIG052 $.values.tax._variants[1].name: the name 'qa' is used twice "
            "-> rename one of the variants, also if it is the default",
        ),
        (
            {"default": Variant("qa")},
            "APPCONFIG052 $.values.tax._variants[1].name: the name 'qa' is used twice "
            "-> rename one of the variants, also if it is the default",
        ),
        (
            {"variants": [Variant("a")]},
            "APPCONFIG053 $.values.tax._variants[0].rule: the variant 'a' has no rule "
            "-> give it a rule; the variant for everyone else is the argument default=",
        ),
        (
            {"default": Variant("rest", rule=RULE)},
            "APPCONFIG054 $.values.tax._variants[1].rule: the default variant 'rest' has a rule "
            '-> put it into variants=[…], and add default=Variant("everyone else") for everyone '
            "whom no rule matches",
        ),
        (
            {"default": None},
            "APPCONFIG054 $.values.tax._variants[1]: there is no default variant "
            '-> add default=Variant("everyone else", enabled=False)',
        ),
        (
            {"enabled": True},
            "APPCONFIG055 $.values.tax.enabled: the flag has variants, and is itself said to be on "
            "-> leave out enabled= here, and give it to the variants",
        ),
        (
            {"attributes": {"engine": String("v1")}},
            "APPCONFIG055 $.values.tax.engine: the flag has variants, and the attribute 'engine' "
            "has a value of its own "
            "-> declare it without a value, and give each variant one: attributes={'engine': …}",
        ),
        (
            {"served": False},
            "APPCONFIG057 $.values.tax: the flag has a state, and is said not to be served "
            "-> leave out served=False, or enabled, values and variants",
        ),
        (
            {"variants": [Variant("a", rule=RULE, enabled="on")]},  # type: ignore[arg-type]
            "APPCONFIG021 $.values.tax._variants[0].enabled: 'on' is not what belongs here "
            "-> pass a bool",
        ),
        (
            {"variants": [Variant("a", rule=context("beta"))]},  # type: ignore[arg-type]
            "APPCONFIG021 $.values.tax._variants[0].rule: context('beta') is not what belongs here "
            '-> pass a rule such as context("age") > 65, or its text',
        ),
        (
            {"variants": [Variant("a", rule="(eq $tier)")]},
            "APPCONFIG032 $.values.tax._variants[0].rule: line 1, column 2: 'eq' has 1 operand, "
            "too few\n    (eq $tier)\n     ^^ -> give it 2",
        ),
        (
            {"variants": [Variant("a", rule=RULE, attributes={"engin": "v1"})]},
            "APPCONFIG019 $.values.tax._variants[0].attributeValues.engin: the flag declares no "
            "attribute 'engin' -> did you mean 'engine'?",
        ),
        (
            {"default": Variant("rest", attributes={"engine": "v3"})},
            "APPCONFIG015 $.values.tax._variants[1].attributeValues.engine: 'v3' is not in the "
            "enum ['v1', 'v2'] -> use one of them, or add it to the enum",
        ),
        (
            {"variants": [Variant("a", rule=RULE, attributes=["v1"])]},  # type: ignore[arg-type]
            "APPCONFIG021 $.values.tax._variants[0].attributeValues: ['v1'] is not what belongs "
            'here -> pass a dict such as {"max_items": 20}',
        ),
        (
            {
                "attributes": {"engine": String(required=True)},
                "default": Variant("rest", attributes={"engine": "v1"}),
                "variants": [Variant("a", rule=RULE)],
            },
            "APPCONFIG016 $.values.tax._variants[0].attributeValues.engine: the required attribute "
            "'engine' has no value -> give it a value, or drop required=True",
        ),
        (
            {"variants": QA},
            "APPCONFIG021 $.values.tax._variants: "
            f"Variant('qa', rule='{RULE}', enabled=True, attrib… is not what belongs here "
            '-> pass a list such as [Variant("qa", rule=…)]',
        ),
        (
            {"variants": ["qa"]},
            "APPCONFIG021 $.values.tax._variants[0]: 'qa' is not what belongs here "
            '-> pass a Variant such as Variant("qa", rule=…)',
        ),
        (
            {"default": "rest"},
            "APPCONFIG021 $.values.tax._variants[1]: 'rest' is not what belongs here "
            '-> pass a Variant such as Variant("qa", rule=…)',
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_mistake_is_refused(arguments: dict[str, Any], expected: str) -> None:
    assert refused(**arguments) == [expected]


def many(count: int) -> list[Variant]:
    return [Variant(f"v{index}", rule=f"(eq $tier {index})") for index in range(count)]


def test_as_many_variants_as_appconfig_was_seen_to_take() -> None:
    assert tax(variants=many(32)).findings() == []


def test_more_variants_are_a_warning() -> None:
    [finding] = tax(variants=many(33)).findings()

    assert (finding.id, finding.severity, finding.where, finding.message, finding.fix) == (
        "APPCONFIG056",
        "warning",
        "$.values.tax._variants",
        "the flag has 34 variants, the default among them",
        "join variants that do the same with |, or split the flag",
    )


def test_an_empty_name_is_a_warning() -> None:
    [finding] = tax(default=Variant("")).findings()

    assert (finding.id, finding.where) == ("APPCONFIG051", "$.values.tax._variants[1].name")


def test_a_name_at_the_limit_is_accepted() -> None:
    assert tax(default=Variant("x" * 64)).findings() == []


def test_none_is_no_value() -> None:
    assert Variant("a", attributes={"n": None, "m": 1}).attributes == {"m": 1}


def test_variants_are_values() -> None:
    flag = tax(variants=[QA, Variant("some", rule=split(pct=10, by=context("userId")))])

    assert pickle.loads(pickle.dumps(flag)) == flag  # noqa: S301 our own bytes
    assert copy.deepcopy(flag) == flag
    assert hash(flag) == hash(copy.deepcopy(flag))
    assert eval(repr(flag)) == flag  # noqa: S307 our own text


def test_values_of_a_variant_cannot_be_changed_from_outside() -> None:
    values: dict[str, Any] = {"n": [1]}
    variant = Variant("a", attributes=values)

    values["n"].append(2)
    values["m"] = 3

    assert variant.state() == {"name": "a", "enabled": False, "attributeValues": {"n": [1]}}


def test_a_number_of_a_variant_keeps_to_its_bounds() -> None:
    with pytest.raises(AppConfigError, match="7 is above the maximum 6"):
        Flag(
            "f",
            attributes={"n": Number(maximum=6)},
            default=Variant("all", attributes={"n": 7}),
        )


def test_a_split_that_can_never_be_reached_is_a_warning() -> None:
    same = [
        Variant("a", rule=split(pct=20, by=context("userId"), seed="s")),
        Variant("b", rule=split(pct=20, by=context("userId"), seed="s")),
    ]

    assert [(one.id, one.where) for one in tax(variants=same).findings()] == [
        ("APPCONFIG044", "$.values.tax._variants[1]")
    ]


def test_warnings_of_a_rule_are_warnings_of_the_flag() -> None:
    [finding] = tax(variants=[Variant("a", rule='(ne $tier "gold")')]).findings()

    assert (finding.severity, finding.where) == ("warning", "$.values.tax._variants[0].rule")
