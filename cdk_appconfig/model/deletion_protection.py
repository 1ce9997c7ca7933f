"""Deletion protection: what keeps an environment or a profile that is in use from being deleted."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DeletionProtectionCheck", "deletion_protection_findings"]


class DeletionProtectionCheck(str, Enum):
    """What AppConfig looks at before it deletes an environment or a profile.

    Each is a ``str``: it can stand wherever its name can.

    Example:
        >>> DeletionProtectionCheck.BYPASS == "BYPASS"
        True

    Source:
        User guide, `deletion protection
        <https://docs.aws.amazon.com/appconfig/latest/userguide/deletion-protection.html>`_.
    """

    ACCOUNT_DEFAULT = "ACCOUNT_DEFAULT"
    """Do what the settings of the account say."""

    APPLY = "APPLY"
    """Refuse to delete what was read lately, whatever the settings of the account say."""

    BYPASS = "BYPASS"
    """Delete it, even if it is in use. For stacks that come and go."""

    def __str__(self) -> str:
        """Return the name itself, whatever the Python version."""
        return self.value


_KNOWN = [one.value for one in DeletionProtectionCheck]

UNKNOWN = Check(
    id="APPCONFIG450",
    summary="A deletion protection check does not exist",
    rule=f"the deletion protection check is {', '.join(_KNOWN[:-1])} or {_KNOWN[-1]}",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-environment.html",
    evidence="schema",
)


def deletion_protection_findings(check: str | None, where: str) -> Iterator[Finding]:
    """Yield the finding that there is no such deletion protection check.

    Args:
        check: Its name, if there is one.
        where: Construct path or logical id.
    """
    if check is None or check in _KNOWN or is_token(check):
        return
    near = closest(check, _KNOWN)
    yield UNKNOWN.at(
        where,
        message=f"there is no deletion protection check {shown(str(check))}",
        found=shown(str(check)),
        fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(_KNOWN)}",
    )
