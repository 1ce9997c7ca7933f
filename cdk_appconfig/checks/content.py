"""Content of hosted configuration versions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cdk_appconfig import model
from cdk_appconfig.checks.configuration_profile import source_of
from cdk_appconfig.checks.listed import PROFILE, VERSION, Listed
from cdk_appconfig.checks.source import FEATURE_FLAGS
from cdk_appconfig.checks.value import Holes, Link, pattern_of
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import content_size_findings
from cdk_appconfig.model.sound_flags import are_surely_sound_flags
from cdk_appconfig.model.sound_text import is_surely_sound_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = [
    "LISTED",
    "content_size_findings",
    "flags_in_freeform",
    "not_feature_flags",
    "secret_findings",
]

_CREATE_VERSION = limits.CONTENT_TYPE.source

NOT_FEATURE_FLAGS = Check(
    id="APPCONFIG101",
    summary="A feature-flag profile is deployed with something else than feature flags",
    rule="AppConfig refuses a version of a feature-flag profile that is no feature-flag document",
    source=limits.FLAG_KEY.source,
    evidence="captured",
)
FLAGS_IN_FREEFORM = Check(
    id="APPCONFIG207",
    summary="A freeform profile is deployed with feature flags",
    rule="AppConfig reads feature flags as flags in a profile of type AWS.AppConfig.FeatureFlags "
    "only; the type of a profile cannot be changed later",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-configurationprofile.html",
    evidence="documented",
)


def flags_in_freeform(where: str) -> Finding:
    """Return the finding that a freeform profile got feature flags.

    Args:
        where: Construct path of the profile.
    """
    return FLAGS_IN_FREEFORM.at(
        where,
        message="the content is feature flags, and the profile is freeform",
        found="FeatureFlags",
        fix="make the profile with add_feature_flags, or pass to_document() of the flags to store "
        "them as plain JSON",
    )


def not_feature_flags(content: object, where: str) -> Finding:
    """Return the finding that a feature-flag profile got something else than feature flags.

    Args:
        content: What was passed.
        where: Construct path of the profile.
    """
    return NOT_FEATURE_FLAGS.at(
        where,
        message=f"the content {shown(content)} is not feature flags",
        found=shown(content),
        fix="pass FeatureFlags(…), or a document of them: a dict, JSON text or a Path",
    )


TEMPLATE_SIZE = Check(
    id="APPCONFIG150",
    summary="The content of a hosted version does not fit into a template",
    rule=f"a template has at most {limits.TEMPLATE_BYTES} bytes, the content of its versions "
    "included",
    source=limits.TEMPLATE_BYTES.source,
    evidence=limits.TEMPLATE_BYTES.evidence,
)
ELSEWHERE = Check(
    id="APPCONFIG151",
    summary="A hosted version is stored under a profile that is not hosted",
    rule="AppConfig deploys such a profile from its own location, and never from a hosted version",
    source=_CREATE_VERSION,
    evidence="inferred",
    severity="warning",
)
BYTE_ORDER_MARK = Check(
    id="APPCONFIG152",
    summary="Content begins with a byte order mark",
    rule="AppConfig stores it as it is, and many JSON parsers refuse it",
    source=_CREATE_VERSION,
    evidence="inferred",
    severity="warning",
)
LOST_BYTES = Check(
    id="APPCONFIG153",
    summary="Content holds characters that stand for bytes which were lost",
    rule="U+FFFD takes the place of bytes that were no text where a file was read",
    source=_CREATE_VERSION,
    evidence="inferred",
    severity="warning",
)
FLAGS_TYPE = Check(
    id="APPCONFIG154",
    summary="The content type of feature flags is not JSON",
    rule="feature flags are JSON, and AWS gives them the content type application/json throughout",
    source=limits.FLAG_KEY.source,
    evidence="documented",
    severity="warning",
)
SECRET = Check(
    id="APPCONFIG155",
    summary="Content looks as if it holds a secret",
    rule="whoever may read the template or the configuration reads the content in clear; Secrets "
    "Manager keeps a secret and AppConfig can deploy it from there",
    source="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-security.html",
    evidence="documented",
    severity="warning",
)

_SECRETS = (
    ("an AWS access key", ("akia", "asia"), r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    (
        "an AWS secret key",
        ("secret",),
        r"""(?i)secret_?access_?key["']?\s{0,9}[:=]\s{0,9}["']?[A-Za-z0-9/+]{40}\b""",
    ),
    (
        "a private key",
        ("private key",),
        "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    ),
    (
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})\b",
    ),
    ("a Slack token", ("xox",), r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    ("a Stripe key", ("k_live_",), r"\b[rs]k_live_[0-9A-Za-z]{24,}"),
    ("a Google API key", ("aiza",), r"\bAIza[0-9A-Za-z_-]{35}"),
    (
        "a password",
        ("passw",),
        r"""(?i)(?:password|passwd)["']?\s{0,9}[:=]\s{0,9}["'][^"'\s]{8,}["']""",
    ),
)
"""What it is, texts of which each has one in lower case, its pattern: most content has none."""

_MOST_BYTES = 6
"""Bytes that a character takes at most, in JSON."""

_DUMMIES = r"(?i)example|changeme|change_me|placeholder|your|dummy|\*{3}|x{4}|<|\$\{|\{\{"


def version_findings(version: Part) -> Iterator[Finding]:
    """Yield what is wrong with the content of a version, through the model."""
    content = version.text("Content")
    profile = version.target("ConfigurationProfileId")
    if content is None:
        return
    kind = profile.text("Type") if profile and profile.type == PROFILE else None
    is_open = profile is None or (kind is None and profile.has("Type"))
    if kind == FEATURE_FLAGS and content:
        yield from _under_content(content_size_findings(content, "$"))
        if not are_surely_sound_flags(content):
            yield from _under_content(model.document_findings(content))
    elif not is_open or not content:
        content_type = version.text("ContentType")
        if not is_surely_sound_content(content, content_type):
            yield from _under_content(_freeform_findings(content, content_type))
    else:
        yield from _under_content(content_size_findings(content, "$"))


def _freeform_findings(content: str, content_type: str | None) -> list[Finding]:
    from cdk_appconfig.model import freeform  # noqa: PLC0415  few templates need it, and it costs

    stored = freeform.FreeformContent.of(content, content_type=content_type)
    # What is wrong with the content type is said at its own place, by the resource schema.
    return [each for each in stored.findings if each.check is not freeform.CONTENT_TYPE]


def _under_content(findings: object) -> Iterator[Finding]:
    for finding in findings:  # type: ignore[attr-defined]
        yield finding.under("$.Content")


def template_size_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that no template can carry the content of a version."""
    content = version.text("Content") or ""
    if len(content) * _MOST_BYTES < limits.TEMPLATE_BYTES:
        return
    text = json.dumps(content, ensure_ascii=False)
    size = len(text.encode(errors="surrogatepass"))
    if limits.TEMPLATE_BYTES < size <= limits.CONTENT_BYTES:
        yield TEMPLATE_SIZE.at(
            "$.Content",
            message=f"the content takes {size} bytes of the template",
            found=f"{size} bytes",
            fix="split it over several profiles, or keep it in S3",
        )


def elsewhere_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that AppConfig will never deploy a version."""
    profile = version.target("ConfigurationProfileId")
    if profile is None or profile.type != PROFILE:
        return
    source = source_of(profile)
    if source not in {"hosted", None}:
        yield ELSEWHERE.at(
            "$.ConfigurationProfileId",
            message=f"the profile {profile.where} is read from {source}",
            found=str(source),
            fix="remove the version, or make the profile a hosted one",
        )


def text_findings(version: Part) -> Iterator[Finding]:
    """Yield what went wrong where the content was read from a file."""
    content = version.text("Content") or ""
    if content.startswith("\ufeff"):
        yield BYTE_ORDER_MARK.at(
            "$.Content",
            message="the content begins with a byte order mark",
            found=shown(content),
            fix="save the file as UTF-8 without one; Python reads it with encoding='utf-8-sig'",
        )
    lost = content.count("\ufffd")
    if lost:
        yield LOST_BYTES.at(
            "$.Content",
            message=f"{lost} characters stand for bytes that were no text",
            found=f"{lost} times U+FFFD",
            fix="encode the file as text, for example in Base64, or keep it in S3",
        )


def flags_type_findings(version: Part) -> Iterator[Finding]:
    """Yield the finding that feature flags are called something else than JSON."""
    profile = version.target("ConfigurationProfileId")
    content_type = version.text("ContentType")
    if profile is None or profile.text("Type") != FEATURE_FLAGS or content_type is None:
        return
    if content_type.partition(";")[0].strip().lower() != "application/json":
        yield FLAGS_TYPE.at(
            "$.ContentType",
            message=f"the content type of the feature flags is {shown(content_type)}",
            found=shown(content_type),
            fix="use application/json",
        )


def secret_findings(content: str, where: str) -> Iterator[Finding]:
    """Yield the findings that content holds what looks like a secret; the secret is not shown.

    Args:
        content: The content; tokens and holes in it are no secrets.
        where: Construct path of the profile, or place of the content.
    """
    lower = content.lower()
    for what, signs, pattern in _SECRETS:
        if not any(sign in lower for sign in signs):
            continue
        for match in re.finditer(pattern, content):
            if not re.search(_DUMMIES, match[0]):
                yield SECRET.at(
                    where,
                    message=f"the content holds what looks like {what}, "
                    f"{shown(match[0][:4] + '…')}",
                    found=what,
                    fix="keep it in Secrets Manager, and give the application its name",
                )
                break


def stored_secret_findings(version: Part) -> Iterator[Finding]:
    """Yield the findings that the content of a version holds what looks like a secret."""
    value = version.get("Content")
    content = pattern_of(value) if isinstance(value, (str, Holes, Link)) else None
    yield from secret_findings(content or "", "$.Content")


LISTED = (
    Listed(VERSION, version_findings, (), ("Content",), str),
    Listed(VERSION, template_size_findings, (TEMPLATE_SIZE,), ("Content",), str),
    Listed(VERSION, elsewhere_findings, (ELSEWHERE,)),
    Listed(VERSION, text_findings, (BYTE_ORDER_MARK, LOST_BYTES), ("Content",), str),
    Listed(VERSION, flags_type_findings, (FLAGS_TYPE,), ("ContentType",), str),
    Listed(VERSION, stored_secret_findings, (SECRET,), ("Content",)),
)
