"""What an update does to one resource, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Cause", "Effect", "Kind"]

Kind = Literal["unchanged", "updated", "replaced", "added", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason why an update touches a resource.

    Args:
        property: The property that changes; ``Type`` or ``Condition`` of the resource as well.
        reason: What becomes of it, as a clause that follows the property.
        replaces: Whether CloudFormation replaces the resource for it.
        certain: Whether it is known before deployment that it changes, and that it replaces.
    """

    property: str
    reason: str
    replaces: bool = False
    certain: bool = True

    def __str__(self) -> str:
        """The cause as a line of a report."""
        return f"{self.property} {self.reason}{' (create-only)' if self.replaces else ''}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an update does to a resource, whether that is certain, and why."""

    kind: Kind
    certain: bool = True
    causes: tuple[Cause, ...] = ()

    @staticmethod
    def of(causes: Sequence[Cause]) -> Effect:
        """Return the effect that these causes have together on a resource that stays declared."""
        for kind, relevant in (
            ("replaced", [cause for cause in causes if cause.replaces]),
            ("updated", list(causes)),
        ):
            if relevant:
                certain = any(cause.certain for cause in relevant)
                return Effect(kind, certain, tuple(causes))  # type: ignore[arg-type]
        return Effect("unchanged")
