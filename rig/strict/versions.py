"""Hosted configuration versions: labels, limits, and the number of a document that is not new.

Rows: hcv-label-numeric, hcv-label-duplicate, hcv-label-ok, hcv-latest-lock-stale,
hcv-empty-content, hcv-too-large, hcv-freeform-bytes, cal-hcv-number-never-reused;
ff-enabled-string-in-base, ff-unknown-definition-key and
var-identical-repeat, which are answered with the number of the latest version.

Our reading: a profile that does not exist is named as by ``GetConfigurationProfile``; only a
document decides whether a version is new, its description and its label do not; free form content
is always new; that a version is gone already is no error when CloudFormation deletes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rig.strict import flag_document
from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, handlers, responses

__all__ = ["call", "install"]

_FLAGS = "AWS.AppConfig.FeatureFlags"
_KILOBYTES = 2048


def install() -> None:
    """Let CloudFormation create versions as anybody else does."""
    handlers["AWS::AppConfig::HostedConfigurationVersion"]["create"] = _resource


def call(application_id: str, profile_id: str, headers: Mapping[str, str], body: bytes) -> Any:
    """Answer ``CreateHostedConfigurationVersion``."""
    number = _create(
        application_id,
        profile_id,
        body,
        headers.get("content-type", "application/octet-stream"),
        label=headers.get("versionlabel", ""),
        description=headers.get("description", ""),
        latest=headers.get("latest-version-number"),
    )
    _, answer_headers, content = appconfig._get_hosted_configuration_version(
        application_id, profile_id, number
    )
    return 201, answer_headers, content


def _resource(_: str, new: Mapping[str, Any], __: str) -> tuple[str, dict[str, int]]:
    content = new["Content"]
    number = _create(
        new["ApplicationId"],
        new["ConfigurationProfileId"],
        (content if isinstance(content, str) else json.dumps(content)).encode(),
        new["ContentType"],
        label=new.get("VersionLabel", ""),
        description=new.get("Description", ""),
        latest=new.get("LatestVersionNumber"),
    )
    return str(number), {"VersionNumber": number}


def _create(
    application_id: str,
    profile_id: str,
    content: bytes,
    content_type: str,
    *,
    label: str,
    description: str,
    latest: object,
) -> int:
    """Create a version unless it is the latest one already, and return its number."""
    profile = appconfig._config_profiles.get(f"{application_id}/{profile_id}")
    if profile is None:
        raise _no_profile(application_id, profile_id)
    _check_content(content)
    _check_label(f"{application_id}/{profile_id}/", label)
    newest: int = appconfig._latest_hosted_version_number(application_id, profile_id)
    _check_lock(latest, newest)
    if profile["Type"] == _FLAGS:
        content = flag_document.stored(content)
        record = appconfig._hosted_versions.get(f"{application_id}/{profile_id}/{newest}")
        if record is not None and record["Content"] == content:
            return newest
    number: int = appconfig._next_hosted_version_number(application_id, profile_id)
    appconfig._hosted_versions[f"{application_id}/{profile_id}/{number}"] = {
        "ApplicationId": application_id,
        "ConfigurationProfileId": profile_id,
        "VersionNumber": number,
        "ContentType": content_type,
        "Content": content,
        "Description": description,
        "VersionLabel": label,
    }
    return number


def _check_content(content: bytes) -> None:
    if not content:
        raise RefusedError(
            "1 validation error detected: Value at 'content' failed to satisfy constraint: "
            "Member must not be null"
        )
    if len(content) > _KILOBYTES * 1024:
        raise RefusedError(
            "Content size limit exceeded.", status=413, code="PayloadTooLargeException"
        )


def _check_label(prefix: str, label: str) -> None:
    if label.isdigit():
        raise RefusedError(
            f"1 validation error detected: Value '{label}' at 'versionLabel' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: .*[^0-9].*"
        )
    for key, record in appconfig._hosted_versions.items():
        if label and key.startswith(prefix) and record.get("VersionLabel") == label:
            raise RefusedError(
                f"The version label '{label}' has already been assigned to hosted configuration "
                f"version {record['VersionNumber']}. Please provide a different version label to "
                "create your hosted configuration version."
            )


def _check_lock(expected: object, newest: int) -> None:
    if expected is not None and int(str(expected)) != newest:
        raise RefusedError(
            f"Expected latest version {expected} does not match actual latest version {newest}",
            status=409,
            code="ConflictException",
        )


def _no_profile(application_id: str, profile_id: str) -> RefusedError:
    return RefusedError(
        f"Configuration Profile with Application Id {application_id} and Configuration Profile Id "
        f"{profile_id} could not be found for account {responses.get_account_id()}.",
        status=404,
        code="ResourceNotFoundException",
    )
