"""Regular expressions of rules."""

from __future__ import annotations

import re

__all__ = ["compiled"]


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern for Python's ``re``."""
    return re.compile(pattern)
