from __future__ import annotations

import pickle
import time

import pytest

from cdk_appconfig import AppConfigError, Flag, Number
from cdk_appconfig.findings import Check, Finding, closest, json_path, shown

CHECK = Check(
    id="APPCONFIG999",
    summary="Something is odd",
    rule="odd things are refused",
    source="https://docs.aws.amazon.com/appconfig/",
    evidence="documented",
)
WARNING = Check(
    id="APPCONFIG998",
    summary="Something is unusual",
    rule="unusual things are regretted",
    source="https://docs.aws.amazon.com/appconfig/",
    evidence="documented",
    severity="warning",
)


def finding(check: Check = CHECK, where: str = "$.a") -> Finding:
    return check.at(where, message="'x' is odd", found="'x'", fix="use 'y'")


def test_a_finding_tells_place_mistake_rule_source_and_mend() -> None:
    assert str(finding()) == (
        "APPCONFIG999 $.a: 'x' is odd\n"
        "    why: odd things are refused (https://docs.aws.amazon.com/appconfig/)\n"
        "    fix: use 'y'"
    )


def test_a_warning_says_that_it_is_one() -> None:
    assert str(finding(WARNING)).splitlines()[0] == "APPCONFIG998 (warning) $.a: 'x' is odd"


def test_fields_of_a_finding_can_be_read_one_by_one() -> None:
    one = finding()

    assert (
        one.id,
        one.severity,
        one.where,
        one.message,
        one.found,
        one.why,
        one.source,
        one.fix,
    ) == (
        "APPCONFIG999",
        "error",
        "$.a",
        "'x' is odd",
        "'x'",
        "odd things are refused",
        "https://docs.aws.amazon.com/appconfig/",
        "use 'y'",
    )


@pytest.mark.parametrize(
    ("where", "prefix", "expected"),
    [
        ("$", "$.values.tax", "$.values.tax"),
        ("$[2]", "$.values.tax.tiers", "$.values.tax.tiers[2]"),
        ("$.a", "Shop/checkout $", "Shop/checkout $.a"),
    ],
)
def test_a_path_grows_outward(where: str, prefix: str, expected: str) -> None:
    assert finding(where=where).under(prefix).where == expected


def test_an_error_shows_all_findings_and_counts_the_errors() -> None:
    error = AppConfigError("flag 'a'", [finding(), finding(WARNING), finding(where="$.b")])

    assert str(error) == (
        "flag 'a': 2 errors\n"
        "  APPCONFIG999 $.a: 'x' is odd\n"
        "      why: odd things are refused (https://docs.aws.amazon.com/appconfig/)\n"
        "      fix: use 'y'\n"
        "  APPCONFIG998 (warning) $.a: 'x' is odd\n"
        "      why: unusual things are regretted (https://docs.aws.amazon.com/appconfig/)\n"
        "      fix: use 'y'\n"
        "  APPCONFIG999 $.b: 'x' is odd\n"
        "      why: odd things are refused (https://docs.aws.amazon.com/appconfig/)\n"
        "      fix: use 'y'"
    )


def test_one_error_is_not_counted_as_errors() -> None:
    assert str(AppConfigError("flag 'a'", [finding()])).splitlines()[0] == "flag 'a': 1 error"


def test_warnings_alone_raise_nothing() -> None:
    AppConfigError.raise_for("flag 'a'", [finding(WARNING)])


def test_an_error_is_a_value_error_and_survives_pickling() -> None:
    with pytest.raises(ValueError, match="One Click") as caught:
        Flag("One Click", attributes={"max_items": Number(250, maximum=100)})

    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 our own bytes

    assert isinstance(copy, AppConfigError)
    assert copy.findings == caught.value.findings  # type: ignore[attr-defined]
    assert str(copy) == str(caught.value)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), "$"),
        (("values", "one_click"), "$.values.one_click"),
        (("values", "one-click"), "$.values['one-click']"),
        (("values", ""), "$.values['']"),
        (("values", "tags", 0), "$.values.tags[0]"),
    ],
)
def test_json_path(steps: tuple[str | int, ...], expected: str) -> None:
    assert json_path(*steps) == expected


def test_a_long_value_is_shortened() -> None:
    assert shown("x" * 78) == repr("x" * 78)
    assert shown("x" * 79) == "'" + "x" * 78 + "…"
    assert len(shown("x" * 79)) == 80


@pytest.mark.parametrize(
    ("name", "expected"),
    [("max_item", "max_items"), ("MAX_ITEMS", "max_items"), ("colour", None)],
)
def test_closest(name: str, expected: str | None) -> None:
    assert closest(name, ["max_items", "enabled"]) == expected


def test_a_value_of_many_levels_is_shown_by_its_beginning() -> None:
    value: list[object] = []
    for _ in range(10_000):
        value = [value]

    assert shown(value) == "[" * 79 + "…"


def test_a_value_that_python_cannot_print_is_shown_by_its_type() -> None:
    class Deep:
        def __repr__(self) -> str:
            return f"Deep({self!r})"

    assert shown(Deep()) == "Deep of many levels"


def test_a_value_is_shown_without_its_address() -> None:
    class Plain:
        pass

    name = f"<{__name__}.test_a_value_is_shown_without_its_address.<locals>.Plain>"

    assert shown(Plain()) == name
    assert shown([Plain()]) == f"[{name}]"
    assert shown("<a object at 0x1f>") == "'<a object at 0x1f>'"


def test_a_large_value_is_shown_at_once() -> None:
    large = {"a": ["x" * 100_000] * 100_000, "b": 10**100_000}
    started = time.process_time()

    for _ in range(1000):
        assert shown(large) == "{'a': ['" + "x" * 71 + "…"

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "value", [[1, "a"], (1,), (1, [2.5]), {"a": {"b": None}}, {}, [], (), True, 10**90, "a\"b'c"]
)
def test_a_small_value_is_shown_as_python_prints_it(value: object) -> None:
    expected = repr(value)

    assert shown(value) == (expected if len(expected) <= 80 else f"{expected[:79]}…")


def test_a_value_that_holds_itself_is_shown_as_python_prints_it() -> None:
    value: dict[str, object] = {"a": [1]}
    value["b"] = [value]

    assert shown(value) == repr(value)
    assert shown(10**10_000).startswith("0x")
