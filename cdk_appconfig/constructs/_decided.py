"""What a team has decided for the constructs below a scope."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_cdk import RemovalPolicy

__all__ = ["Defaults"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What holds for a construct that is not told otherwise; ``None`` where nothing was decided.

    Args:
        deployment_strategy_id: How deployments to its environments spread.
        kms_key_arn: Customer managed key of profiles in the hosted store.
        deletion_protection_check: Of environments and profiles.
        removal_policy: Of versions.
    """

    deployment_strategy_id: str | None = None
    kms_key_arn: str | None = None
    deletion_protection_check: str | None = None
    removal_policy: RemovalPolicy | None = None

    def or_else(self, outer: Defaults) -> Defaults:
        """Return these, with what they leave open taken from those of an outer scope."""
        opened = [field.name for field in fields(self) if getattr(self, field.name) is None]
        return replace(self, **{name: getattr(outer, name) for name in opened})
