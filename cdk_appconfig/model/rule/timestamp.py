"""Timestamps as rules write them: those of Amazon Ion, which are W3C date-times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

__all__ = ["timestamp"]

_TIMESTAMP = re.compile(
    r"(\d{4})(?:T|-(\d\d)(?:T|-(\d\d)(?:T|T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?"
    r"(Z|[+-]\d\d:\d\d))?))",
    re.ASCII,
)


def timestamp(word: str) -> datetime | None:
    """Return the moment an Ion timestamp names, its first one if it names a longer time.

    Args:
        word: For example ``2026-03-04`` or ``2026-03-04T05:06:07.5-08:00``.

    Returns:
        A ``datetime`` with its offset, in microseconds; ``None`` if the word is no timestamp.
    """
    found = _TIMESTAMP.fullmatch(word)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        return datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            _zone(offset),
        )
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone:
    if offset is None or offset == "Z":
        return timezone.utc
    sign = -1 if offset[0] == "-" else 1
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    if int(offset[4:6]) > 59:  # noqa: PLR2004 minutes of an hour
        raise ValueError(offset)
    return timezone(sign * timedelta(minutes=minutes))
