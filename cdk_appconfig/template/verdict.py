"""Whether a value changes: it stays the same, it becomes different, or nobody can know yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SAME", "Verdict", "alternatives", "different", "together", "unknown"]

Outcome = Literal["same", "different", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one value.

    Args:
        outcome: ``same``, ``different``, or ``unknown`` before deployment.
        reason: Why, as a clause that follows the name of the property.
        where: JSON path of the part that decides, below the property; ``$`` is the property.
    """

    outcome: Outcome
    reason: str = ""
    where: str = "$"

    def under(self, step: str) -> Verdict:
        """Return the same verdict with ``step`` in front of its path."""
        return Verdict(self.outcome, self.reason, "$" + step + self.where[1:])


SAME = Verdict("same")


def different(reason: str) -> Verdict:
    """Return the verdict that a value changes."""
    return Verdict("different", reason)


def unknown(reason: str) -> Verdict:
    """Return the verdict that a value may change."""
    return Verdict("unknown", reason)


def together(parts: Iterable[Verdict]) -> Verdict:
    """Judge a whole by its parts: one that changes decides, else one that may change."""
    doubt = SAME
    for part in parts:
        if part.outcome == "different":
            return part
        if part.outcome == "unknown" and doubt is SAME:
            doubt = part
    return doubt


def alternatives(cases: Iterable[Verdict], reason: str) -> Verdict:
    """Judge a value of which only one of several cases comes true.

    Args:
        cases: What becomes of the value in each case.
        reason: Why it is not known which case comes true.
    """
    found = list(cases)
    if all(case.outcome == "same" for case in found):
        return SAME
    if all(case.outcome == "different" for case in found):
        return found[0]
    return unknown(reason)
