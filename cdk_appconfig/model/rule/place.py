"""Where in a text something is wrong: line, column and a caret under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
    line = text.count("\n", 0, place.start) + 1
    column = place.start - line_start + 1
    shown, caret = _cut(text[line_start:].partition("\n")[0], column - 1)
    width = max(1, min(place.end - place.start, len(shown) - caret))
    message = f"line {line}, column {column}: {finding.message}"
    return replace(finding, message=f"{message}\n    {shown}\n    {' ' * caret}{'^' * width}")


def _cut(line: str, caret: int) -> tuple[str, int]:
    """Return the part of a line that is shown, and where in it the caret stands."""
    line = "".join(character if character.isprintable() else " " for character in line)
    if len(line) <= _WIDEST:
        return line.rstrip(), caret
    start = max(0, min(caret - _BEFORE, len(line) - _WIDEST))
    part = line[start : start + _WIDEST]
    if start:
        part = f"…{part[1:]}"
    if start + _WIDEST < len(line):
        part = f"{part[:-1]}…"
    return part, caret - start
