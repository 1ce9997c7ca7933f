"""Two texts with holes compared: what is certain although the holes are not known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.findings import json_path, shown
from cdk_appconfig.template.reference import Call, Choice, Reference
from cdk_appconfig.template.verdict import SAME, Verdict, different, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Hole", "Part", "compare_plain", "compare_texts"]

Hole: TypeAlias = Reference | Choice | Call
Part: TypeAlias = str | Hole

_LONGEST = 60


def compare_plain(old: str, new: str) -> Verdict:
    """Judge two texts without holes. Of JSON documents the first place that differs is named.

    Example:
        >>> compare_plain('{"a": [1, 2]}', '{"a": [1, 3]}')
        Verdict(outcome='different', reason='has 3 instead of 2 at $.a[1]', where='$')
    """
    if old == new:
        return SAME
    if old[:1] in "{[" and new[:1] in "{[":
        return different(_document_reason(old, new))
    if max(len(old), len(new)) > _LONGEST:
        return different("changes")
    return different(f"is {shown(new)} instead of {shown(old)}")


def compare_texts(
    old: Sequence[Part], new: Sequence[Part], holes: Callable[[Hole, Hole], Verdict]
) -> Verdict:
    """Judge two texts with holes.

    What both begin and end with is taken away; what is left decides.

    Args:
        old: Literal parts and holes of the text before.
        new: The same after.
        holes: Judges two holes that stand at one place.
    """
    front = _Strip(list(old), list(new), holes)
    back = _Strip(_reversed(front.old), _reversed(front.new), holes)
    for strip in (front, back):
        if strip.certain is not None:
            return strip.certain
    if back.old or back.new:
        if front.diverges() or back.diverges():
            return different("changes")
        return back.doubt or front.doubt or unknown("is known at deployment only")
    return front.doubt or back.doubt or SAME


class _Strip:
    """Takes away what two texts begin with."""

    def __init__(
        self, old: list[Part], new: list[Part], holes: Callable[[Hole, Hole], Verdict]
    ) -> None:
        self.old, self.new, self._holes = old, new, holes
        self.certain: Verdict | None = None
        self.doubt: Verdict | None = None
        while self.old and self.new and self._step():
            pass

    def _step(self) -> bool:
        """Take one part away on both sides, if that is possible."""
        old, new = self.old[0], self.new[0]
        if isinstance(old, str) and isinstance(new, str):
            return self._literals(old, new)
        if isinstance(old, str) or isinstance(new, str):
            return False
        verdict = self._holes(old, new)
        if verdict.outcome == "different":
            self.certain = verdict
            return False
        if verdict.outcome == "unknown":
            self.doubt = self.doubt or verdict
            if old != new:
                return False
        del self.old[0], self.new[0]
        return True

    def _literals(self, old: str, new: str) -> bool:
        common = _common_length(old, new)
        self.old[:1] = [old[common:]] if old[common:] else []
        self.new[:1] = [new[common:]] if new[common:] else []
        return common > 0

    def diverges(self) -> bool:
        """Tell whether the texts differ here whatever is in their holes."""
        heads = [side[0] if side else "" for side in (self.old, self.new)]
        return all(isinstance(head, str) for head in heads) and any(heads)


def _common_length(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(old), len(new)))


def _reversed(parts: Sequence[Part]) -> list[Part]:
    return [part[::-1] if isinstance(part, str) else part for part in reversed(parts)]


def _document_reason(old: str, new: str) -> str:
    try:
        place = _first_difference(json.loads(old), json.loads(new), "$")
    except (ValueError, RecursionError):
        return "changes"
    return place or "is the same document in another layout"


def _first_difference(old: Any, new: Any, where: str) -> str | None:
    """Return what differs first between two JSON values, with its place."""
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = [
            (old.get(key, ...), new.get(key, ...), where + json_path(key)[1:])
            for key in {**old, **new}
        ]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [
            (*pair, f"{where}[{index}]") for index, pair in enumerate(zip(old, new, strict=True))
        ]
    elif type(old) is type(new) and old == new:
        return None
    else:
        return _told(old, new, where)
    found = (_first_difference(*pair) for pair in pairs)
    return next((place for place in found if place), None)


def _told(old: Any, new: Any, where: str) -> str:
    if old is ...:
        return f"has {where}, which is new"
    if new is ...:
        return f"no longer has {where}"
    if isinstance(new, (dict, list)) or isinstance(old, (dict, list)):
        return f"changes at {where}"
    return f"has {_written(new)} instead of {_written(old)} at {where}"


def _written(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
