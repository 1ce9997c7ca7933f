"""Configuration profiles of a template: type, location, role and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks import source as checks
from cdk_appconfig.checks.listed import DEPLOYMENT, ENVIRONMENT, PROFILE, Listed
from cdk_appconfig.checks.source import FEATURE_FLAGS
from cdk_appconfig.checks.value import Holes, Link
from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import deletion_protection
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.checks.source import SourceKind

__all__ = ["LISTED", "bucket_of", "key_of", "source_of"]

_VERSION = "ConfigurationVersion"
_PROTECTION = "DeletionProtectionCheck"
_KINDS = ("AWS.Freeform", FEATURE_FLAGS)
_BUCKET = "AWS::S3::Bucket"
_OPEN = "${Token[OPEN]}"
"""What the model and the findings know a text by that is not known before deployment."""
_ARNS = {
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:::secret:{_OPEN}",
    "AWS::SSM::Parameter": f"arn:aws:ssm:::parameter/{_OPEN}",
}

KIND = Check(
    id="APPCONFIG110",
    summary="The type of a configuration profile does not exist",
    rule=f"a profile is of the type {' or '.join(_KINDS)}; AppConfig answers 404 for another one",
    source="https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateConfigurationProfile.html",
    evidence="captured",
)

_PLACES = {
    checks.LOCATION: "$.LocationUri",
    checks.OBJECT_KEY: "$.LocationUri",
    checks.FLAGS_ELSEWHERE: "$.LocationUri",
    checks.ROLE_ON_HOSTED: "$.RetrievalRoleArn",
    checks.NO_ROLE: "$",
    checks.KEY_OUTSIDE: "$.KmsKeyIdentifier",
}


def source_of(profile: Part) -> SourceKind | None:
    """Return where the data of a profile is kept, as far as that is known."""
    location = _location(profile)
    return None if location is None else checks.kind_of(location)


def _location(profile: Part) -> str | None:
    """Return the location of a profile, with a token for each part that is open."""
    location = profile.get("LocationUri")
    if isinstance(location, Link):
        return _ARNS.get(location.resource.type)
    if isinstance(location, Holes):
        return "".join(map(_written, location.parts))
    return location if isinstance(location, str) else None


def _written(part: object) -> str:
    if isinstance(part, str):
        return part
    bucket = isinstance(part, Link) and part.attribute is None and part.resource.type == _BUCKET
    return part.resource.logical_id if bucket and isinstance(part, Link) else _OPEN


def kind_findings(profile: Part) -> Iterator[Finding]:
    """Yield the finding that there is no such type of profile."""
    kind = profile.text("Type")
    if kind is not None and kind not in _KINDS:
        near = closest(kind, _KINDS)
        yield KIND.at(
            "$.Type",
            message=f"there is no type {shown(kind)}",
            found=shown(kind),
            fix=f"did you mean {near!r}?" if near else f"use {' or '.join(_KINDS)}",
        )


def location_findings(profile: Part) -> Iterator[Finding]:
    """Yield what is wrong with the location of a profile, its role and its key."""
    location = _location(profile)
    if location is None:
        return
    findings = checks.location_findings(
        location,
        type=profile.text("Type") or "",
        has_role=not profile.lacks("RetrievalRoleArn"),
        has_key=profile.has("KmsKeyIdentifier"),
        where="$",
    )
    for finding in findings:
        if finding.check is checks.ROLE_ON_HOSTED and not profile.has("RetrievalRoleArn"):
            continue  # it may be left out
        yield replace(finding, where=_PLACES[finding.check])


def bucket_of(profile: Part) -> Part | None:
    """Return the bucket that a profile reads from, if it is in the app."""
    location = profile.get("LocationUri")
    holes = [part for part in getattr(location, "parts", ())[:2] if isinstance(part, Link)]
    bucket: Part | None = holes[0].resource if holes else None
    is_bucket = bucket is not None and bucket.type == _BUCKET
    return bucket if is_bucket and source_of(profile) == "s3" else None


def key_of(profile: Part) -> Link | None:
    """Return the customer managed key of the app that encrypts what a profile reads."""
    bucket = bucket_of(profile)
    encryption = bucket.get("BucketEncryption") if bucket else None
    rules = (
        encryption.get("ServerSideEncryptionConfiguration") if isinstance(encryption, dict) else []
    )
    for rule in rules if isinstance(rules, list) else []:
        by_default = rule.get("ServerSideEncryptionByDefault") if isinstance(rule, dict) else None
        key = by_default.get("KMSMasterKeyID") if isinstance(by_default, dict) else None
        if isinstance(key, Link) and key.resource.type == "AWS::KMS::Key":
            return key
    return None


def bucket_findings(profile: Part) -> Iterator[Finding]:
    """Yield the finding that the bucket of a profile has no versioning."""
    bucket = bucket_of(profile)
    if bucket is None:
        return
    versioning = bucket.get("VersioningConfiguration")
    status = versioning.get("Status") if isinstance(versioning, dict) else versioning
    if status == "Suspended" or bucket.lacks("VersioningConfiguration"):
        fix = "set VersioningConfiguration: {Status: Enabled} on the bucket"
        yield replace(checks.not_versioned(bucket.where, "$.LocationUri"), fix=fix)


def deployed_version_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that no source can have the version that is deployed."""
    profile, version = deployment.target("ConfigurationProfileId"), deployment.get(_VERSION)
    kind = source_of(profile) if profile is not None and profile.type == PROFILE else None
    if kind is not None and kind != "hosted" and isinstance(version, str):
        yield from checks.version_findings(kind, version, f"$.{_VERSION}")


def protection_findings(resource: Part) -> Iterator[Finding]:
    """Yield the finding that there is no such deletion protection check."""
    check = resource.text(_PROTECTION)
    yield from deletion_protection.deletion_protection_findings(check, f"$.{_PROTECTION}")


LISTED = (
    *(
        Listed(type, protection_findings, (deletion_protection.UNKNOWN,), (_PROTECTION,))
        for type in (ENVIRONMENT, PROFILE)
    ),
    Listed(PROFILE, kind_findings, (KIND,), ("Type",)),
    Listed(PROFILE, location_findings, tuple(_PLACES), ("LocationUri",)),
    Listed(PROFILE, bucket_findings, (checks.NOT_VERSIONED,), ("LocationUri",), Holes),
    Listed(
        DEPLOYMENT,
        deployed_version_findings,
        (checks.NO_VERSION, checks.NOT_A_NUMBER),
        (_VERSION,),
        str,
    ),
)
