from __future__ import annotations

import uuid
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum

import pytest

from cdk_appconfig.model.rule.reading import boolean, moment, number, same_kind, text

NOON = datetime(2026, 3, 4, 12, tzinfo=timezone.utc)


class Tier(str, Enum):
    GOLD = "gold"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "a"),
        (Tier.GOLD, "gold"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (1.5, "1.5"),
        (NOON, "2026-03-04T12:00:00+00:00"),
        (date(2026, 3, 4), "2026-03-04"),
        (uuid.UUID(int=0), "00000000-0000-0000-0000-000000000000"),
        (None, None),
    ],
)
def test_text(value: object, expected: str | None) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("007", 7),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("9" * 400, float("9" * 400)),
        ("9007199254740993", 9007199254740993),
        (Decimal("1.5"), 1.5),
        (2.5, 2.5),
        ("", None),
        (" 5", None),
        ("5 ", None),
        ("1_000", None),
        ("0x10", None),
        ("nan", None),
        ("inf", None),
        ("٣", None),
        (True, None),
        (None, None),
    ],
)
def test_number(value: object, expected: float | None) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("false", False), (True, True), ("True", None), ("1", None), (None, None)],
)
def test_boolean(value: object, expected: bool | None) -> None:
    assert boolean(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-04T12:00:00Z", NOON),
        ("2026-03-04T12:00:00", None),
        (NOON, NOON),
        (NOON.replace(tzinfo=None), None),
        (date(2026, 3, 4), NOON.replace(hour=0)),
        ("noon", None),
        (None, None),
    ],
)
def test_moment(value: object, expected: datetime | None) -> None:
    assert moment(value) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("9", "10", (9, 10)),
        ("9", "x", ("9", "x")),
        ("2026T", "2026-01-01", (NOON.replace(month=1, day=1, hour=0),) * 2),
        ("a", True, ("a", "true")),
        ("a", None, None),
    ],
)
def test_same_kind(left: object, right: object, expected: object) -> None:
    assert same_kind(left, right) == expected
