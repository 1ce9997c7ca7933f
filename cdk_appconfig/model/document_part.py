"""One JSON object of a document: its members, where it stands, and what is odd about it as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cdk_appconfig.findings import Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document_text import RepeatingObject

__all__ = ["Part", "Steps"]

Steps = tuple["str | int", ...]
"""Keys and indices that lead to a part of a document."""

_TYPE_REFERENCE = limits.FLAG_KEY.source

SHAPE = Check(
    id="APPCONFIG026",
    summary="A part of a flag document has the wrong JSON type",
    rule="each part of a flag document has one JSON type",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
DROPPED = Check(
    id="APPCONFIG029",
    summary="A flag document holds something that AppConfig drops",
    rule="AppConfig stores what it knows and drops the rest without a word",
    source=_TYPE_REFERENCE,
    evidence="captured",
    severity="warning",
)
NULL = Check(
    id="APPCONFIG061",
    summary="A part of a flag document is null",
    rule="the published schema knows no null; AppConfig was seen to take one as if left out",
    source=_TYPE_REFERENCE,
    evidence="inferred",
    severity="warning",
)
DUPLICATE_KEY = Check(
    id="APPCONFIG063",
    summary="A JSON object of a flag document has a key twice",
    rule="readers of JSON keep one of the two values, most of them the last",
    source=_TYPE_REFERENCE,
    evidence="inferred",
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A JSON object within a document.

    Args:
        members: Its members.
        steps: Keys and indices that lead to it.
        found: The findings of the whole document, to which each part adds.
    """

    members: Mapping[str, Any]
    steps: Steps
    found: list[Finding]

    @classmethod
    def of(cls, value: object, steps: Steps, found: list[Finding]) -> Part | None:
        """Return the part that a value is, or ``None`` if it is no JSON object.

        Args:
            value: The value.
            steps: Keys and indices that lead to it.
            found: The findings of the whole document.
        """
        part = cls(value if isinstance(value, Mapping) else {}, steps, found)
        if not isinstance(value, Mapping):
            part.wrong_shape(value, "a JSON object, as in {…}")
            return None
        for key in value.repeated if isinstance(value, RepeatingObject) else ():
            part.report(
                DUPLICATE_KEY,
                key,
                message=f"the key {shown(key)} stands twice in one object; the last one is read",
                found=shown(key),
                fix="remove one of the two",
            )
        return part

    def where(self, *steps: str | int) -> str:
        """Return the JSON path of a place in the part."""
        return json_path(*self.steps, *steps)

    def report(self, check: Check, *steps: str | int, message: str, found: str, fix: str) -> None:
        """Add a finding about a place in the part."""
        self.found.append(check.at(self.where(*steps), message=message, found=found, fix=fix))

    def wrong_shape(self, value: object, wanted: str, *steps: str | int) -> None:
        """Report that a place in the part has the wrong JSON type."""
        self.report(
            SHAPE,
            *steps,
            message=f"{shown(value)} is not what belongs here",
            found=shown(value),
            fix=f"write {wanted}",
        )

    def drop_all_but(self, *known: str) -> None:
        """Report the keys that AppConfig does not know."""
        for key in self.members:
            if key not in known:
                self.dropped(key, known)

    def dropped(self, key: object, known: Iterable[str]) -> None:
        """Report a key that AppConfig does not know."""
        near = closest(str(key), known)
        self.report(
            DROPPED,
            str(key),
            message=f"AppConfig does not know the key {shown(key)} and drops it",
            found=shown(key),
            fix=f"did you mean {near!r}?" if near else "remove it",
        )

    def optional(self, key: str) -> Any:
        """Return a member, or ``None`` if there is none; a ``null`` is reported."""
        value = self.members.get(key)
        if value is None and key in self.members:
            self.is_null(key)
        return value

    def is_null(self, *steps: str | int) -> None:
        """Report a ``null``."""
        self.report(
            NULL, *steps, message="null counts as left out", found="null", fix="leave it out"
        )

    def part(self, key: str) -> Part | None:
        """Return a member that is a JSON object; what is none is reported."""
        value = self.optional(key)
        return None if value is None else Part.of(value, (*self.steps, key), self.found)

    def parts(self) -> Iterable[tuple[str, Part | None]]:
        """Yield each member, which is a JSON object; what is none is reported."""
        for key, value in self.members.items():
            yield key, Part.of(value, (*self.steps, str(key)), self.found)
