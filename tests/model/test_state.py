"""Another state for another stage, of a flag with variants."""

from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig import AppConfigError, FeatureFlags, Flag, Number, String, Variant

QA = Variant("qa", rule='(ends_with $email "@qa")', enabled=True, attributes={"engine": "v2"})
SOME = Variant(
    "some", rule="(split pct::10 by::$userId)", enabled=True, attributes={"engine": "v2"}
)
REST = Variant("everyone else", enabled=False)
FLAGS = FeatureFlags(
    Flag(
        "tax",
        attributes={"engine": String(enum=["v1", "v2"]), "limit": Number()},
        variants=[QA, SOME],
        default=REST,
    ),
    Flag("one", enabled=True, attributes={"limit": Number(5, maximum=9)}),
    Flag("odd", enabled=True, attributes={"default": String("x"), "variants": Number(1)}),
)


def state(key: str, values: object) -> dict[str, Any]:
    changed = FLAGS.with_values({key: values})  # type: ignore[dict-item]
    assert changed.to_document()["flags"] == FLAGS.to_document()["flags"]
    return changed[key].state()


def variants(values: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = state("tax", values)["_variants"]
    return found


def test_a_variant_is_changed_by_its_name_and_the_others_stay() -> None:
    change = {"rule": "(split pct::50 by::$userId)", "attributes": {"limit": 3}}

    assert variants({"variants": {"some": change}}) == [
        QA.state(),
        {
            "name": "some",
            "enabled": True,
            "rule": "(split pct::50 by::$userId)",
            "attributeValues": {"engine": "v2", "limit": 3},
        },
        REST.state(),
    ]


def test_a_value_of_a_variant_is_taken_away() -> None:
    change = {"variants": {"qa": {"attributes": {"engine": None}}}}

    assert "attributeValues" not in variants(change)[0]


def test_a_variant_is_taken_away() -> None:
    assert variants({"variants": {"qa": None}}) == [SOME.state(), REST.state()]


def test_variants_are_replaced_altogether() -> None:
    only = Variant("only", rule="(eq $a 1)")

    assert variants({"variants": [only]}) == [only.state(), REST.state()]
    assert variants({"variants": []}) == [REST.state()]


def test_the_default_is_changed_or_replaced() -> None:
    on = Variant("all", enabled=True)

    assert variants({"default": {"enabled": True}})[-1] == {
        "name": "everyone else",
        "enabled": True,
    }
    assert variants({"default": on})[-1] == on.state()


def test_everyone_gets_one_state() -> None:
    assert state("tax", {"variants": None, "enabled": True, "engine": "v2"}) == {
        "enabled": True,
        "engine": "v2",
    }
    assert state("tax", {"variants": None}) == {"enabled": False}


def test_a_flag_with_a_state_of_its_own_gets_variants() -> None:
    some = Variant("some", rule="(eq $a 1)", enabled=True, attributes={"limit": 9})

    assert state("one", {"variants": [some], "default": REST}) == {
        "_variants": [some.state(), REST.state()]
    }
    assert state("one", {"variants": None, "limit": 6}) == {"enabled": True, "limit": 6}


def test_a_flag_is_not_served_in_a_stage_and_served_in_another() -> None:
    hidden = FLAGS.with_values({"one": None, "tax": None})

    assert hidden.to_document()["values"] == {
        "odd": {"enabled": True, "default": "x", "variants": 1}
    }
    assert hidden.to_document()["flags"] == FLAGS.to_document()["flags"]
    assert hidden.with_values({"one": {"enabled": True}})["one"].state() == {"enabled": True}
    assert hidden.with_values({"one": {}})["one"].state() == {"enabled": False}


def test_attributes_may_be_called_as_the_keys_of_variants() -> None:
    assert state("odd", {"default": "y", "variants": 2}) == {
        "enabled": True,
        "default": "y",
        "variants": 2,
    }
    assert state("odd", {"default": Variant("all")}) == {"_variants": [Variant("all").state()]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"tax": {"enabled": False}},
            "APPCONFIG058 $.values.tax.enabled: the flag 'tax' has variants, and 'enabled' is "
            'given beside them -> change a variant, as in {"default": {"enabled": …}}, or give '
            'everyone one state: {"variants": None, "enabled": …}',
        ),
        (
            {"tax": {"engine": "v1"}},
            "APPCONFIG058 $.values.tax.engine: the flag 'tax' has variants, and 'engine' is given "
            'beside them -> change a variant, as in {"default": {"attributes": {"engine": …}}}, '
            'or give everyone one state: {"variants": None, "engine": …}',
        ),
        (
            {"tax": {"variants": None, "default": REST}},
            "APPCONFIG058 $.values.tax.default: the flag 'tax' has variants, and 'default' is "
            "given beside them -> drop one of the two: 'variants': None leaves no default either",
        ),
        (
            {"tax": {"engin": "v1"}},
            "APPCONFIG019 $.values.tax.engin: the flag 'tax' declares no attribute 'engin' "
            "-> did you mean 'engine'?",
        ),
        (
            {"tax": {"variants": {"som": {}}}},
            "APPCONFIG019 $.values.tax.variants.som: the flag 'tax' has no variant 'som' with a "
            "rule -> did you mean 'some'?",
        ),
        (
            {"tax": {"variants": {"everyone else": {}}}},
            "APPCONFIG019 $.values.tax.variants['everyone else']: the flag 'tax' has no variant "
            "'everyone else' with a rule -> it is the default variant: write {\"default\": {…}}",
        ),
        (
            {"tax": {"variants": {"new": {"rule": "(eq $a 1)"}}}},
            "APPCONFIG019 $.values.tax.variants.new: the flag 'tax' has no variant 'new' with a "
            "rule -> pass all of the variants as a list to add one",
        ),
        (
            {"tax": {"variants": {"qa": {"engine": "v1"}}}},
            "APPCONFIG019 $.values.tax.variants.qa.engine: 'engine' is nothing that can change in "
            'a variant -> write {"attributes": {"engine": …}}',
        ),
        (
            {"tax": {"variants": {"qa": {"enable": True}}}},
            "APPCONFIG019 $.values.tax.variants.qa.enable: 'enable' is nothing that can change in "
            "a variant -> did you mean 'enabled'?",
        ),
        (
            {"tax": {"default": {"zzz": True}}},
            "APPCONFIG019 $.values.tax.default.zzz: 'zzz' is nothing that can change in a variant "
            "-> change 'rule', 'enabled' or 'attributes'",
        ),
        (
            {"tax": {"variants": "qa"}},
            "APPCONFIG021 $.values.tax.variants: 'qa' is not what belongs here "
            '-> pass a dict such as {"qa": {"enabled": False}}, or a list of Variant',
        ),
        (
            {"tax": {"variants": {"qa": False}}},
            "APPCONFIG021 $.values.tax.variants.qa: False is not what belongs here "
            '-> pass a dict such as {"enabled": False}, or None to take the variant away',
        ),
        (
            {"one": {"default": {"enabled": True}}},
            "APPCONFIG021 $.values.one.default: {'enabled': True} is not what belongs here "
            '-> pass a Variant such as Variant("everyone else", enabled=False): there is none yet',
        ),
        (
            {"tax": {"default": None}},
            "APPCONFIG054 $.values.tax._variants[2]: there is no default variant "
            '-> add default=Variant("everyone else", enabled=False)',
        ),
        (
            {"tax": {"variants": {"qa": {"attributes": {"engine": "v3"}}}}},
            "APPCONFIG015 $.values.tax._variants[0].attributeValues.engine: 'v3' is not in the "
            "enum ['v1', 'v2'] -> use one of them, or add it to the enum",
        ),
        (
            {"tax": {"variants": {"qa": {"attributes": 5}}}},
            "APPCONFIG021 $.values.tax._variants[0].attributeValues: 5 is not what belongs here "
            '-> pass a dict such as {"max_items": 20}',
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_makes_no_sense_is_refused(values: Any, expected: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        FLAGS.with_values(values)

    [finding] = caught.value.findings
    assert f"{finding.id} {finding.where}: {finding.message} -> {finding.fix}" == expected
