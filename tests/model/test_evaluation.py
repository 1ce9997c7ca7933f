from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig import (
    AppConfigError,
    Evaluator,
    FeatureFlags,
    Flag,
    Number,
    String,
    Variant,
    context,
    evaluate,
    latest_configuration,
    split,
)


def values(**states: Any) -> dict[str, Any]:
    return {"version": "1", "flags": {}, "values": states}


def variants(*several: Any) -> dict[str, Any]:
    return {"_variants": list(several)}


PROMO = values(
    ship_free={"enabled": True, "tiers": ["a", "b"], "threshold": 50, "_createdAt": "2026-01-01"},
    old_ui={"enabled": False, "theme": "x"},
    promo=variants(
        {
            "name": "uk",
            "enabled": True,
            "rule": '(eq $country "GB")',
            "attributeValues": {"pct": 15, "banner": "<b>"},
        },
        {
            "name": "off",
            "enabled": False,
            "rule": '(eq $country "FR")',
            "attributeValues": {"pct": 1},
        },
        {"name": "default", "enabled": True, "attributeValues": {"pct": 0}},
    ),
)
BASIC = {
    "old_ui": {"enabled": False},
    "ship_free": {"enabled": True, "threshold": 50, "tiers": ["a", "b"]},
}


@pytest.mark.parametrize(
    ("sent", "promo"),
    [
        ({"country": "GB"}, {"_variant": "uk", "banner": "<b>", "enabled": True, "pct": 15}),
        ({"country": "FR"}, {"_variant": "off", "enabled": False}),
        ({"country": "DE"}, {"_variant": "default", "enabled": True, "pct": 0}),
        ({}, {"_variant": "default", "enabled": True, "pct": 0}),
    ],
)
def test_the_agent_answers_with_the_first_variant_that_matches(
    sent: dict[str, Any], promo: dict[str, Any]
) -> None:
    assert evaluate(PROMO, context=sent) == {**BASIC, "promo": promo}


def test_a_direct_call_gets_the_default_variant() -> None:
    answer = latest_configuration(PROMO)

    assert answer == {**BASIC, "promo": {"_variant": "default", "enabled": True, "pct": 0}}


def test_keys_are_sorted_at_both_levels() -> None:
    assert json.dumps(evaluate(PROMO, context={"country": "GB"}), separators=(",", ":")) == (
        '{"old_ui":{"enabled":false},'
        '"promo":{"_variant":"uk","banner":"<b>","enabled":true,"pct":15},'
        '"ship_free":{"enabled":true,"threshold":50,"tiers":["a","b"]}}'
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({}, {"enabled": False}),
        ({"enabled": None}, {"enabled": False}),
        ({"enabled": "true"}, {"enabled": True}),
        ({"enabled": "1"}, {"enabled": True}),
        ({"enabled": "t"}, {"enabled": True}),
        ({"enabled": "FALSE"}, {"enabled": False}),
        ({"enabled": "0"}, {"enabled": False}),
        ({"_variants": []}, {"enabled": False}),
        ({"enabled": True, "a": None}, {"enabled": True}),
        ({"enabled": True, "a": []}, {"a": [], "enabled": True}),
        (variants({"name": "only", "enabled": "true"}), {"_variant": "only", "enabled": True}),
        (variants({"enabled": True}), {"_variant": "", "enabled": True}),
        (variants({"name": "d"}), {"_variant": "d", "enabled": False}),
        (variants({"name": "d", "rule": "", "enabled": True}), {"_variant": "d", "enabled": True}),
    ],
)
def test_what_appconfig_stores_is_what_is_served(
    state: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert evaluate(values(f=state)) == {"f": expected}
    assert latest_configuration(values(f=state)) == {"f": expected}


@pytest.mark.parametrize("document", [{"version": "1"}, {"flags": {"f": {}}}, {"values": {}}])
def test_a_flag_without_a_value_is_absent(document: dict[str, Any]) -> None:
    assert evaluate(document) == {}


def test_a_document_comes_as_object_text_file_or_flags(tmp_path: Path) -> None:
    flags = FeatureFlags(Flag("f", enabled=True, attributes={"n": Number(2)}))
    document = flags.to_document()
    file = tmp_path / "flags.json"
    file.write_text("\ufeff" + json.dumps(document), encoding="utf-8")

    for form in (flags, document, json.dumps(document), file):
        assert evaluate(form) == {"f": {"enabled": True, "n": 2}}


def test_an_evaluator_reads_a_document_once() -> None:
    evaluator = Evaluator(PROMO)
    sent = {"country": "GB"}

    for _ in range(2):
        answer = evaluator.evaluate(context=sent)
        assert answer == evaluate(PROMO, context=sent)
        assert evaluator.evaluate_flag("promo", context=sent) == answer["promo"]
        assert evaluator.latest_configuration() == latest_configuration(PROMO)
        answer["promo"]["enabled"] = "changed"
    with pytest.raises(KeyError):
        evaluator.evaluate_flag("nope")


def test_an_evaluator_knows_the_entity_id() -> None:
    evaluator = Evaluator(ruled(context("entityId") == "jane"))

    assert evaluator.evaluate_flag("f", entity_id="jane")["_variant"] == "in"
    assert evaluator.evaluate_flag("f", entity_id="john")["_variant"] == "out"


def test_flags_with_variants_are_evaluated_as_they_are_written() -> None:
    flags = FeatureFlags(
        Flag(
            "new_tax_engine",
            attributes={"engine": String(enum=["v1", "v2"])},
            variants=[
                Variant(
                    "qa",
                    rule=context("email").ends_with("@qa.example.com"),
                    enabled=True,
                    attributes={"engine": "v2"},
                )
            ],
            default=Variant("everyone else", enabled=False, attributes={"engine": "v1"}),
        )
    )

    assert evaluate(flags, context={"email": "jo@qa.example.com"}) == {
        "new_tax_engine": {"_variant": "qa", "enabled": True, "engine": "v2"}
    }
    assert latest_configuration(flags) == {
        "new_tax_engine": {"_variant": "everyone else", "enabled": False}
    }


def ruled(rule: object, key: str = "f") -> dict[str, Any]:
    return values(
        **{
            key: variants(
                {"name": "in", "enabled": True, "rule": str(rule)}, {"name": "out", "enabled": True}
            )
        }
    )


def chosen(document: dict[str, Any], key: str = "f", **arguments: Any) -> str:
    return str(evaluate(document, **arguments)[key]["_variant"])


def test_the_entity_id_is_a_context_value() -> None:
    document = ruled(context("entityId") == "jane")

    assert chosen(document, entity_id="jane") == "in"
    assert chosen(document, entity_id="john") == "out"
    assert chosen(document) == "out"
    assert chosen(document, context={"entityId": "john"}, entity_id="jane") == "in"


IDS = [f"user-{number}" for number in range(20000)]


def members(document: dict[str, Any], key: str = "f") -> set[str]:
    evaluator = Evaluator(document)
    return {one for one in IDS if evaluator.evaluate_flag(key, entity_id=one)["_variant"] == "in"}


def test_a_seed_gives_one_order_in_every_flag_and_no_seed_the_flags_own() -> None:
    by = context("entityId")
    seeded, plain = split(pct=20, by=by, seed="s"), split(pct=20, by=by)

    assert members(ruled(seeded)) == members(ruled(seeded, "g"), "g")
    here, there = members(ruled(plain)), members(ruled(plain, "g"), "g")
    for group in (here, there):
        assert len(group) / len(IDS) == pytest.approx(0.20, abs=0.01)
    # two independent fifths share a twenty-fifth
    assert len(here & there) / len(IDS) == pytest.approx(0.04, abs=0.006)


def shares(*rules: object) -> list[float]:
    """The shares of variants with these rules, and at last that of the default."""
    ruled_variants = [
        {"name": str(i), "enabled": True, "rule": str(r)} for i, r in enumerate(rules)
    ]
    document = values(f=variants(*ruled_variants, {"name": "default", "enabled": True}))
    evaluator = Evaluator(document)
    names = [evaluator.evaluate_flag("f", entity_id=one)["_variant"] for one in IDS]
    wanted = [*map(str, range(len(rules))), "default"]
    return [names.count(name) / len(IDS) for name in wanted]


def test_splits_of_one_seed_nest_as_the_user_guide_tells() -> None:
    by = context("entityId")
    first, same = split(pct=20, by=by, seed="s"), split(pct=20, by=by, seed="s")
    more, other = split(pct=25, by=by, seed="s"), split(pct=25, by=by, seed="t")

    assert shares(first, same)[1] == 0
    assert shares(first, more) == pytest.approx([0.20, 0.05, 0.75], abs=0.01)
    assert shares(first, other) == pytest.approx([0.20, 0.20, 0.60], abs=0.01)


@pytest.mark.parametrize(
    ("document", "check", "where", "message"),
    [
        (
            "{",
            "APPCONFIG024",
            "$",
            "line 1, column 2: expecting property name enclosed in double quotes",
        ),
        ("[]", "APPCONFIG090", "$", "[] is no JSON object"),
        ({1: 2}, "APPCONFIG090", "$", "{1: 2} is no JSON object"),
        ({"values": [1]}, "APPCONFIG090", "$.values", "[1] is no JSON object"),
        (values(f=True), "APPCONFIG090", "$.values.f", "True is no JSON object"),
        (values(f={"_variants": {}}), "APPCONFIG090", "$.values.f._variants", "{} is no list"),
        (
            values(f=variants("x")),
            "APPCONFIG090",
            "$.values.f._variants[0]",
            "'x' is no JSON object",
        ),
        (
            values(f=variants({"attributeValues": [1]})),
            "APPCONFIG090",
            "$.values.f._variants[0].attributeValues",
            "[1] is no JSON object",
        ),
        (
            values(f=variants({"name": "a", "rule": '(eq $a "b")'})),
            "APPCONFIG091",
            "$.values.f._variants[0].rule",
            "the last variant has a rule",
        ),
        (
            values(f=variants({"name": "a"}, {"name": "b"})),
            "APPCONFIG091",
            "$.values.f._variants[0].rule",
            "a variant has no rule",
        ),
        (
            values(f=variants({"name": "a", "rule": "(eq $a)"}, {"name": "b"})),
            "APPCONFIG032",
            "$.values.f._variants[0].rule",
            "line 1, column 2: 'eq' has 1 operand, too few\n    (eq $a)\n     ^^",
        ),
        (
            values(f=variants({"name": "a", "rule": ["x"]}, {"name": "b"})),
            "APPCONFIG033",
            "$.values.f._variants[0].rule",
            "['x'] is not the text of a rule",
        ),
    ],
)
def test_what_is_no_flag_document_is_told(
    document: Any, check: str, where: str, message: str
) -> None:
    for answer in (evaluate, latest_configuration):
        with pytest.raises(AppConfigError) as caught:
            answer(document)
        [finding] = caught.value.findings
        assert (finding.id, finding.where, finding.message) == (check, where, message)


@pytest.mark.parametrize("context", ["country=DE", None, [("country", "DE")]])
@pytest.mark.parametrize("one", [False, True])
def test_a_context_that_is_no_mapping_is_refused(*, context: Any, one: bool) -> None:
    evaluator = Evaluator({"values": {"a": {"enabled": True}}})

    with pytest.raises(AppConfigError) as caught:
        evaluator.evaluate_flag("a", context=context) if one else evaluator.evaluate(
            context=context
        )

    assert str(caught.value) == (
        f"evaluation: 1 error\n  APPCONFIG449 $: the context is {context!r}\n"
        "      why: an application sends its context as key=value pairs (https://docs.aws.amazon.com/"
        "appconfig/latest/userguide/appconfig-integration-retrieving-feature-flags.html)\n"
        '      fix: pass a dict, such as {"country": "DE"}'
    )
