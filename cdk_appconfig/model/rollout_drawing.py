"""The steps of a rollout, drawn: as text and as SVG."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["chart", "svg"]

_BAR = 40
_LEFT, _TOP, _WIDTH, _HEIGHT = 48, 16, 640, 200
_MARKS = (0, 25, 50, 75, 100)
_STYLE = (
    "text{font:12px sans-serif;fill:#555}.grid{stroke:#ddd}.bake{fill:#f3f3f3}"
    ".share{fill:none;stroke:#0972d3;stroke-width:2}"
)


def chart(steps: Sequence[tuple[timedelta, float]], end: timedelta) -> str:
    """Return steps as lines of text: time, percentage and a bar.

    Args:
        steps: Times since the start and percentages.
        end: When the deployment is complete.
    """
    wide, percent = len(str(end)), max(len(f"{share:g}") for _, share in steps)
    lines = [
        f"{time!s:>{wide}}  {share:>{percent}g} %  {'#' * round(share * _BAR / 100)}".rstrip()
        for time, share in steps
    ]
    return "\n".join([*lines, f"{end}  complete"])


def svg(steps: Sequence[tuple[timedelta, float]], end: timedelta) -> str:
    """Return steps as a stair over time, with the bake time behind its end.

    Args:
        steps: Times since the start and percentages.
        end: When the deployment is complete.
    """
    last = steps[-1][0]
    whole = end or timedelta(minutes=1)
    stair = f"M{_x(timedelta(0), whole)} {_y(0)}" + "".join(
        f"H{_x(time, whole)}V{_y(share)}" for time, share in steps
    )
    bake = (
        f'<rect class="bake" x="{_x(last, whole)}" y="{_TOP}" '
        f'width="{_x(end, whole) - _x(last, whole):.1f}" height="{_HEIGHT}"/>'
    )
    box = f"0 0 {_LEFT + _WIDTH + 48} {_TOP + _HEIGHT + 32}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{box}">',
        "<title>Share of targets that have the change</title>",
        f"<style>{_STYLE}</style>",
        *([bake] if end > last else []),
        *(_mark(share) for share in _MARKS),
        *(_label(time, whole) for time in sorted({timedelta(0), last, end})),
        f'<path class="share" d="{stair}H{_x(end, whole)}"/>',
        "</svg>",
    ]
    return "\n".join(parts)


def _x(time: timedelta, whole: timedelta) -> float:
    return round(_LEFT + _WIDTH * (time / whole), 1)


def _y(share: float) -> float:
    return round(_TOP + _HEIGHT * (1 - share / 100), 1)


def _mark(share: float) -> str:
    line = (
        f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{_y(share)}" y2="{_y(share)}"/>'
    )
    return f'{line}<text x="{_LEFT - 6}" y="{_y(share) + 4}" text-anchor="end">{share} %</text>'


def _label(time: timedelta, whole: timedelta) -> str:
    return (
        f'<text x="{_x(time, whole)}" y="{_TOP + _HEIGHT + 20}" text-anchor="middle">{time}</text>'
    )
