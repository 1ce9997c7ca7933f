"""Where in a text something is wrong: line, column and a caret under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from cdk_appconfig.findings import Finding

__all__ = ["Place", "pointed"]

_WIDEST = 76
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Some characters of a text.

    Args:
        start: Offset of the first one.
        end: Offset behind the last one.
    """

    start: int
    end: int


def pointed(finding: Finding, text: str, place: Place) -> Finding:
    """Return a finding with line, column, the line itself and carets in its message.

    A long line is cut around the place.
    """
    line_start = text.rfind("\n", 0, place.start) + 1
    line_end = text.find("\n", place.start)
    line = text.count("\n", 0, place.start) + 1
    column = place.start - line_start + 1
    shown, caret = _cut(text, line_start, len(text) if line_end < 0 else line_end, place.start)
    width = max(1, min(place.end - place.start, len(shown) - caret))
    message = f"line {line}, column {column}: {finding.message}"
    return replace(finding, message=f"{message}\n    {shown}\n    {' ' * caret}{'^' * width}")


def _cut(text: str, line_start: int, line_end: int, place: int) -> tuple[str, int]:
    """Return the part of a line that is shown, and where in it the caret stands."""
    start, end = line_start, line_end
    if end - start > _WIDEST:
        start = max(line_start, min(place - _BEFORE, line_end - _WIDEST))
        end = start + _WIDEST
    part = "".join(character if character.isprintable() else " " for character in text[start:end])
    if start > line_start:
        part = f"…{part[1:]}"
    if end < line_end:
        part = f"{part[:-1]}…"
    return part.rstrip(), place - start
