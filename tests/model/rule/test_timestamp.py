from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from cdk_appconfig.model.rule.timestamp import timestamp

UTC = timezone.utc


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("2026T", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03T", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03-04T", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03-04T05:06Z", datetime(2026, 3, 4, 5, 6, tzinfo=UTC)),
        ("2026-03-04T05:06:07-08:00", datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone(-timedelta(hours=8)))),
        ("2026-03-04T05:06:07.5+00:30", datetime(2026, 3, 4, 5, 6, 7, 500000, tzinfo=timezone(timedelta(minutes=30)))),
        ("2026-03-04T05:06:07.1234567Z", datetime(2026, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)),
        ("0001-01-01T00:00+23:59", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23, minutes=59)))),
    ],
)  # fmt: skip
def test_what_ion_takes_as_a_timestamp(word: str, expected: datetime) -> None:
    assert timestamp(word) == expected


@pytest.mark.parametrize(
    "word",
    ["2026", "2026-03", "2026-3-4", "2026-02-30", "0000T", "2026-13T", "2026-03-04T05:06", "2026-03-04T24:00Z", "2026-03-04T05:06:60Z", "2026-03-04T05:06:07.Z", "2026-03-04T05:06+24:00", "2026-03-04T05:06+01:60", "2026-03-04 05:06Z", "2026-03-04t05:06z", "٢٢٢٢T"],
)  # fmt: skip
def test_what_it_does_not_take(word: str) -> None:
    assert timestamp(word) is None
