"""Sources of configuration data outside of the hosted store: location, role, key, version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FEATURE_FLAGS",
    "SourceKind",
    "kind_of",
    "location_findings",
    "not_a_source",
    "not_versioned",
    "pipeline_deploys",
    "version_findings",
    "without_key",
]

SourceKind = Literal[
    "hosted", "s3", "ssm-parameter", "ssm-document", "secretsmanager", "codepipeline"
]
"""Where the data of a profile is kept."""

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_CREATE = f"{_API}/API_CreateConfigurationProfile.html"
_START = f"{_API}/API_StartDeployment.html"
FEATURE_FLAGS = "AWS.AppConfig.FeatureFlags"
"""The type of a profile that holds feature flags."""
_SCHEMES: dict[str, SourceKind] = {
    "s3": "s3",
    "ssm-parameter": "ssm-parameter",
    "ssm-document": "ssm-document",
    "secretsmanager": "secretsmanager",
    "codepipeline": "codepipeline",
}
_ARNS: tuple[tuple[str, SourceKind], ...] = (
    (r"arn:[^:]*:ssm:[^:]*:[^:]*:parameter", "ssm-parameter"),
    (r"arn:[^:]*:ssm:[^:]*:[^:]*:document", "ssm-document"),
    (r"arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:", "secretsmanager"),
)
_WITH_ROLE = ("s3", "ssm-parameter", "ssm-document", "secretsmanager")
_WORDS: dict[SourceKind, str] = {
    "hosted": "the hosted store",
    "s3": "an S3 object",
    "ssm-parameter": "an SSM parameter",
    "ssm-document": "an SSM document",
    "secretsmanager": "a secret",
    "codepipeline": "a pipeline",
}
_VERSIONS: dict[SourceKind, str] = {
    "s3": "the version id of the object",
    "ssm-parameter": "the version number of the parameter",
    "ssm-document": "the version number of the document",
    "secretsmanager": "the version id of the secret",
}

LOCATION = Check(
    id="APPCONFIG430",
    summary="The location of a configuration profile is of a kind that AppConfig does not know",
    rule="data is kept in the hosted store, in S3, in an SSM parameter or document, in Secrets "
    "Manager or comes from CodePipeline",
    source=_CREATE,
    evidence="captured",
)
OBJECT_KEY = Check(
    id="APPCONFIG431",
    summary="The location of a configuration profile names a bucket without an object",
    rule="AppConfig refuses an S3 location without the key of an object",
    source=_CREATE,
    evidence="captured",
)
FLAGS_ELSEWHERE = Check(
    id="APPCONFIG432",
    summary="Feature flags are kept outside of the hosted store",
    rule="AppConfig refuses a feature-flag profile whose location is not 'hosted'",
    source=_CREATE,
    evidence="captured",
)
ROLE_ON_HOSTED = Check(
    id="APPCONFIG433",
    summary="A profile in the hosted store has a retrieval role",
    rule="AppConfig refuses a retrieval role for the hosted store, which needs none",
    source=_CREATE,
    evidence="captured",
)
NO_ROLE = Check(
    id="APPCONFIG434",
    summary="A profile whose data is kept in another service has no retrieval role",
    rule="AppConfig reads from S3, SSM and Secrets Manager with a role, and refuses the profile "
    "without one",
    source=_CREATE,
    evidence="captured",
)
KEY_OUTSIDE = Check(
    id="APPCONFIG435",
    summary="A profile whose data is kept in another service has a KMS key",
    rule="AppConfig refuses a KMS key on a profile outside of the hosted store: the service that "
    "keeps the data encrypts it",
    source=_CREATE,
    evidence="captured",
)
NOT_VERSIONED = Check(
    id="APPCONFIG436",
    summary="A configuration profile reads from a bucket without versions",
    rule="AppConfig deploys a version of an object, so that its bucket must have versioning on",
    source=f"{_GUIDE}/appconfig-creating-configuration-and-profile-S3-source.html",
    evidence="documented",
)
NO_VERSION = Check(
    id="APPCONFIG437",
    summary="A profile with a source of its own is deployed without a version",
    rule="a deployment names the version that it deploys, and no property of the source's resource "
    "tells it to CloudFormation",
    source=_START,
    evidence="schema",
)
NOT_A_NUMBER = Check(
    id="APPCONFIG438",
    summary="A version of an SSM parameter or document is not a number",
    rule="versions of SSM parameters and documents are numbers from 1 on",
    source=_START,
    evidence="documented",
)
NO_KEY = Check(
    id="APPCONFIG439",
    summary="A secret is deployed without a customer managed key",
    rule="AppConfig deploys a secret only under a customer managed key of KMS",
    source=f"{_GUIDE}/appconfig-deploying.html",
    evidence="documented",
)
PIPELINE = Check(
    id="APPCONFIG440",
    summary="A profile of a pipeline is deployed by the stack",
    rule="CodePipeline deploys the data of such a profile itself, with its AppConfig action",
    source="https://docs.aws.amazon.com/codepipeline/latest/userguide/"
    "action-reference-AppConfig.html",
    evidence="documented",
)
NOT_A_SOURCE = Check(
    id="APPCONFIG441",
    summary="A profile reads from something that is no source",
    rule="the source of a profile is a bucket, a parameter, a document, a secret or a pipeline",
    source=_CREATE,
    evidence="documented",
)


def kind_of(location_uri: str) -> SourceKind | None:
    """Return the kind of source that a location names, as far as that is known.

    Example:
        >>> kind_of("s3://config/shop.json"), kind_of("${Token[TOKEN.7]}")
        ('s3', None)
    """
    if location_uri == "hosted":
        return "hosted"
    for pattern, kind in _ARNS:
        if re.match(pattern, location_uri):
            return kind
    return _SCHEMES.get(location_uri.partition("://")[0])


def location_findings(
    location_uri: str, *, type: str, has_role: bool, has_key: bool, where: str
) -> Iterator[Finding]:
    """Yield what is wrong with the location of a profile.

    Args:
        location_uri: The location.
        type: Type of the profile, ``AWS.Freeform`` or ``AWS.AppConfig.FeatureFlags``.
        has_role: Whether the profile has a retrieval role.
        has_key: Whether the profile has a KMS key.
        where: Construct path or logical id of the profile.
    """
    kind = kind_of(location_uri)
    if kind is None:
        yield from _unknown(location_uri, where)
        return
    if kind == "s3":
        yield from _object_findings(location_uri, where)
    if kind != "hosted" and type == FEATURE_FLAGS:
        yield FLAGS_ELSEWHERE.at(
            where,
            message=f"the feature flags are kept in {_WORDS[kind]}",
            found=shown(location_uri),
            fix="use 'hosted', or AWS.Freeform as the type",
        )
    yield from _role_findings(kind, location_uri, has_role=has_role, where=where)
    if kind != "hosted" and has_key:
        yield KEY_OUTSIDE.at(
            where,
            message=f"the data is kept in {_WORDS[kind]}, and the profile has a KMS key",
            found=shown(location_uri),
            fix="leave KmsKeyIdentifier out; a deployment may have one",
        )


def _unknown(location_uri: str, where: str) -> Iterator[Finding]:
    scheme, _, rest = location_uri.partition("://")
    if is_token(scheme) or scheme.startswith("arn:"):
        return
    near = closest(scheme, _SCHEMES)
    yield LOCATION.at(
        where,
        message=f"the location {shown(location_uri)} is of no known kind",
        found=shown(location_uri),
        fix=f"did you mean {f'{near}://{rest}'!r}?"
        if near
        else f"use 'hosted' or {', '.join(f'{name}://' for name in _SCHEMES)}",
    )


def _object_findings(location_uri: str, where: str) -> Iterator[Finding]:
    path = location_uri.removeprefix("s3://")
    key = path.partition("/")[2]
    if not key and (not is_token(path) or path.endswith("/")):
        yield OBJECT_KEY.at(
            where,
            message=f"the location {shown(location_uri)} names no object",
            found=shown(location_uri),
            fix="add the key of the object",
        )


def _role_findings(
    kind: SourceKind, location_uri: str, *, has_role: bool, where: str
) -> Iterator[Finding]:
    if kind == "hosted" and has_role:
        yield ROLE_ON_HOSTED.at(
            where,
            message="the data is in the hosted store, and the profile has a retrieval role",
            found=shown(location_uri),
            fix="leave RetrievalRoleArn out",
        )
    if kind in _WITH_ROLE and not has_role:
        yield NO_ROLE.at(
            where,
            message=f"the data is kept in {_WORDS[kind]}, and the profile has no retrieval role",
            found=shown(location_uri),
            fix="add a RetrievalRoleArn",
        )


def not_versioned(bucket: str, where: str) -> Finding:
    """Return the finding that a bucket has no versions.

    Args:
        bucket: Construct path or logical id of the bucket.
        where: Construct path or logical id of the profile.
    """
    return NOT_VERSIONED.at(
        where,
        message=f"the bucket {bucket} keeps no versions",
        found=bucket,
        fix="make it with versioned=True",
    )


def version_findings(kind: SourceKind, version: str, where: str) -> Iterator[Finding]:
    """Yield what is wrong with the version that is deployed.

    Args:
        kind: Where the data is kept.
        version: The version; empty if none was given.
        where: Construct path or logical id of the profile.
    """
    words = _VERSIONS.get(kind, "the version")
    if not version:
        yield NO_VERSION.at(
            where,
            message="it is not known which version to deploy",
            found=shown(version),
            fix=f"pass version=…, {words}",
        )
    elif kind in {"ssm-parameter", "ssm-document"} and not _is_number(version):
        yield NOT_A_NUMBER.at(
            where,
            message=f"the version {shown(version)} is not a number",
            found=shown(version),
            fix=f"pass {words}",
        )


def _is_number(version: str) -> bool:
    return is_token(version) or re.fullmatch(r"[1-9][0-9]*", version) is not None


def without_key(kind: SourceKind, where: str) -> Finding:
    """Return the finding that a secret is deployed without a customer managed key.

    Args:
        kind: Where the data is kept.
        where: Construct path or logical id of the profile.
    """
    return NO_KEY.at(
        where,
        message=f"the data is kept in {_WORDS[kind]}, and no customer managed key is known",
        found="no KmsKeyIdentifier",
        fix="pass kms_key=… to the profile; it may be another one than that of the secret",
    )


def pipeline_deploys(where: str) -> Finding:
    """Return the finding that a profile of a pipeline is deployed by the stack.

    Args:
        where: Construct path or logical id of the profile.
    """
    return PIPELINE.at(
        where,
        message="the data of the profile comes from a pipeline",
        found="deploy",
        fix="add the AppConfig deploy action to the pipeline, and no deployment to the stack",
    )


def not_a_source(source: object, where: str) -> Finding:
    """Return the finding that a profile reads from something that is no source.

    Args:
        source: What was passed.
        where: Construct path of the profile.
    """
    return NOT_A_SOURCE.at(
        where,
        message=f"{shown(source)} is not a source",
        found=shown(source),
        fix="pass ConfigurationSource.from_bucket(…), from_parameter(…), from_document(…), "
        "from_secret(…) or from_pipeline(…)",
    )
