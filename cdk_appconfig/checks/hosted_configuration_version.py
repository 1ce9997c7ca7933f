"""Hosted configuration versions: description, label, lock, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import VERSION, Listed
from cdk_appconfig.checks.value import Link
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = ["LISTED", "no_snapshot"]

_CREATE = (
    "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateHostedConfigurationVersion.html"
)

ASCII = Check(
    id="APPCONFIG160",
    summary="The description of a hosted version is not ASCII",
    rule="the description of a version travels in an HTTP header, which holds ASCII only",
    source=_CREATE,
    evidence="documented",
)
LABEL = Check(
    id="APPCONFIG161",
    summary="The label of a hosted version is not one that AppConfig takes",
    rule=f"a version label {limits.VERSION_LABEL.words}",
    source=limits.VERSION_LABEL.source,
    evidence=limits.VERSION_LABEL.evidence,
)
LABEL_TWICE = Check(
    id="APPCONFIG162",
    summary="Two versions of one profile have the same label",
    rule="AppConfig refuses a label that another version of the profile has",
    source=_CREATE,
    evidence="captured",
)
FIXED_LABEL = Check(
    id="APPCONFIG163",
    summary="A hosted version has a fixed label",
    rule="CloudFormation makes the new version before it deletes the old one, and AppConfig "
    "refuses a label that another version of the profile has, so that the next change of the "
    "content fails",
    source=_CREATE,
    evidence="inferred",
    severity="warning",
)
FIXED_LOCK = Check(
    id="APPCONFIG164",
    summary="A hosted version has a fixed LatestVersionNumber",
    rule="AppConfig refuses a version when LatestVersionNumber is not that of the latest one, so "
    "that the next change of the content fails",
    source=_CREATE,
    evidence="inferred",
    severity="warning",
)
NO_SNAPSHOT = Check(
    id="APPCONFIG206",
    summary="A removal policy asks for a snapshot of a hosted version",
    rule="CloudFormation makes snapshots of volumes, databases, caches and the like, and refuses a "
    "template that asks for one of anything else",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-deletionpolicy.html",
    evidence="documented",
)


def no_snapshot(where: str) -> Finding:
    """Return the finding that a hosted configuration version cannot become a snapshot.

    Args:
        where: Construct path of the profile.
    """
    return NO_SNAPSHOT.at(
        where,
        message="the removal policy of the versions is SNAPSHOT",
        found="SNAPSHOT",
        fix="use RETAIN_ON_UPDATE_OR_DELETE, RETAIN or DESTROY",
    )


def description_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that a description cannot travel in a header."""
    description = version.text("Description")
    if description is not None and not description.isascii():
        other = next(character for character in description if not character.isascii())
        yield ASCII.at(
            "$.Description",
            message=f"the description holds {other!r}",
            found=shown(description),
            fix="use ASCII characters only; the content itself may hold any",
        )


def label_findings(version: Part) -> Iterator[Finding]:
    """Yield what is wrong with the label of a version."""
    label = version.text("VersionLabel")
    if not label:
        return
    if not limits.VERSION_LABEL.matches(label):
        yield LABEL.at(
            "$.VersionLabel",
            message=f"the label is {shown(label)}",
            found=shown(label),
            fix=f"use 1 to {limits.VERSION_LABEL_LENGTH} characters, one of them no digit: 'v42'",
        )
        return
    other = _with_label(version, label)
    if other is not None:
        yield LABEL_TWICE.at(
            "$.VersionLabel",
            message=f"the label {shown(label)} is already that of {other.where}",
            found=shown(label),
            fix="give one of the two another label, or none",
        )
    yield FIXED_LABEL.at(
        "$.VersionLabel",
        message=f"the label {shown(label)} is fixed",
        found=shown(label),
        fix="leave VersionLabel out; a deployment names its version by Ref",
    )


def _with_label(version: Part, label: str) -> Part | None:
    """Return an earlier version of the same profile that has the same label."""
    profile = version.get("ConfigurationProfileId")
    if not isinstance(profile, Link):
        return None
    for other in version.app.users(profile.resource, VERSION):
        if other is version:
            return None
        if other.text("VersionLabel") == label and other.certainly_with(version):
            return other
    return None


def lock_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that a version can be made once only."""
    number = version.number("LatestVersionNumber")
    if number is not None:
        yield FIXED_LOCK.at(
            "$.LatestVersionNumber",
            message=f"LatestVersionNumber is fixed at {number:g}",
            found=f"{number:g}",
            fix="leave it out",
        )


def snapshot_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that a version is to become a snapshot."""
    body = version.declaration.body
    if "Snapshot" in (body.get("DeletionPolicy"), body.get("UpdateReplacePolicy")):
        yield replace(no_snapshot("$"), fix="use Retain, RetainExceptOnCreate or Delete")


LISTED = (
    Listed(VERSION, description_findings, (ASCII,), ("Description",)),
    Listed(VERSION, label_findings, (LABEL, LABEL_TWICE, FIXED_LABEL), ("VersionLabel",)),
    Listed(VERSION, lock_findings, (FIXED_LOCK,), ("LatestVersionNumber",)),
    Listed(VERSION, snapshot_findings, (NO_SNAPSHOT,)),
)
