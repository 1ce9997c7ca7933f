"""Patterns of text attributes, matched without the risk of never coming back.

AppConfig matches with an engine that needs linear time. Python's tries one way after another, which
for some patterns takes longer than anybody waits. How long a text may be before that happens can be
read off the pattern; what is longer is left to AppConfig.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["surely_fails"]

_STEPS = 1024 * 1024
"""Steps of the engine that one value may take."""

_MOST_OPTIONS = 16
"""Parts that may be left out; each doubles the steps, whatever the length."""

_SHORT = 12
"""Length at which even a pattern that doubles the steps with each character is harmless."""

_PART = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\??|\)|(?P<many>[*+]|\{\d*,?\d*\})|(?P<maybe>\?)|\|",
    re.DOTALL,
)


def surely_fails(pattern: str, value: str) -> bool:
    """Tell whether a value surely fails a pattern.

    AppConfig matches anywhere in the value unless the pattern is anchored. Its dialect is not
    documented: a pattern that Python cannot compile is left to AppConfig.

    Example:
        >>> surely_fails("^[a-z]+$", "abc"), surely_fails("^[a-z]+$", "ABC")
        (False, True)
    """
    compiled, longest = _prepared(pattern)
    if compiled is None or len(value) > longest:
        return False
    return compiled.search(value) is None


@lru_cache(maxsize=1024)
def _prepared(pattern: str) -> tuple[re.Pattern[str] | None, int]:
    """Return the compiled pattern, and the longest text it may be tried on."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern), _longest(pattern)
    except (re.error, OverflowError, RecursionError):
        return None, 0


def _longest(pattern: str) -> int:
    effort = _Effort.of(pattern)
    if effort.options > _MOST_OPTIONS:
        return 0
    if effort.nested:
        return _SHORT
    anchored = pattern.startswith(("^", r"\A")) and "|" not in pattern
    exponent = effort.repeats + (not anchored)
    steps = _STEPS // 2**effort.options
    return _STEPS if exponent == 0 else int(steps ** (1 / exponent) + 1e-9)


@dataclass
class _Effort:
    """What makes a pattern slow.

    Args:
        repeats: Parts that may be repeated; each is tried with every length.
        options: Parts that may be left out; each is tried both ways.
        nested: Whether a repeat or a choice is repeated as a whole.
    """

    repeats: int = 0
    options: int = 0
    nested: bool = False

    @classmethod
    def of(cls, pattern: str) -> _Effort:
        effort = cls()
        groups = [False]  # whether each open group has a repeat or a choice in it
        before, end, branching = "", -1, False
        for part in _PART.finditer(pattern):
            text = part.group()
            follows = part.start() == end
            if text.startswith("("):
                groups.append(False)
            elif text == ")":
                branching = groups.pop() if len(groups) > 1 else groups[0]
                groups[-1] = groups[-1] or branching
            elif part["many"]:
                effort.nested = effort.nested or (follows and before == ")" and branching)
                effort.repeats += text in {"*", "+"} or "," in text
                groups[-1] = True
            elif part["maybe"] and not (follows and before[-1:] in {"*", "+", "}", "?"}):
                effort.options += 1
                groups[-1] = True
            elif text == "|":
                groups[-1] = True
            before, end = text, part.end()
        return effort
