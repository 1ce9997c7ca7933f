"""Validators of configuration profiles: how many, of which kind, calling what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "count_findings",
    "function_elsewhere",
    "function_findings",
    "function_place",
    "not_a_validator",
    "schema_of_feature_flags",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_PAGE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-creating-configuration-and-profile-validators.html"
)
_FUNCTION_ARN = r"arn:[^:]*:lambda:(?P<region>[^:]*):(?P<account>\d{12}):function:.+"

COUNT = Check(
    id="APPCONFIG421",
    summary="A configuration profile has too many validators",
    rule=f"a configuration profile has at most {limits.VALIDATORS} validators",
    source=limits.VALIDATORS.source,
    evidence=limits.VALIDATORS.evidence,
)
SCHEMA_OF_FLAGS = Check(
    id="APPCONFIG422",
    summary="Feature flags are to be validated with a JSON Schema",
    rule="AppConfig checks feature flags with a schema of its own and takes functions as their "
    "validators only",
    source=_PAGE,
    evidence="documented",
)
FUNCTION = Check(
    id="APPCONFIG423",
    summary="A Lambda validator does not name a function by its ARN",
    rule="AppConfig refuses a Lambda validator whose ARN has no account id",
    source=_PAGE,
    evidence="captured",
)
ELSEWHERE = Check(
    id="APPCONFIG448",
    summary="The function of a Lambda validator is in another account or region",
    rule="the policy of a function is changed in its own account and region, so that this stack "
    "cannot let AppConfig call it",
    source="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html",
    evidence="documented",
    severity="warning",
)
NOT_A_VALIDATOR = Check(
    id="APPCONFIG424",
    summary="A configuration profile is validated with something that is no validator",
    rule="a validator is a JSON Schema or a Lambda function",
    source=f"{_API}/API_Validator.html",
    evidence="schema",
)


def count_findings(count: int, where: str) -> Iterator[Finding]:
    """Yield the finding that a profile has too many validators.

    Args:
        count: How many it has.
        where: Construct path or logical id of the profile.
    """
    if count > limits.VALIDATORS:
        yield COUNT.at(
            where,
            message=f"the profile has {count} validators",
            found=str(count),
            fix="join schemas with allOf, or let one function call the others",
        )


def schema_of_feature_flags(where: str) -> Finding:
    """Return the finding that feature flags are to be validated with a JSON Schema.

    Args:
        where: Construct path or logical id of the profile.
    """
    return SCHEMA_OF_FLAGS.at(
        where,
        message="feature flags are to be validated with a JSON Schema",
        found="JSON_SCHEMA",
        fix="constrain the attributes of the flags, or pass a LambdaValidator",
    )


def function_findings(arn: str, where: str) -> Iterator[Finding]:
    """Yield the finding that a Lambda validator does not name a function by its ARN.

    Args:
        arn: What names the function.
        where: Construct path or logical id of the profile.
    """
    if not is_token(arn) and not re.fullmatch(_FUNCTION_ARN, arn):
        yield FUNCTION.at(
            where,
            message=f"the validator calls {shown(arn)}",
            found=shown(arn),
            fix="pass a function, an alias, a version, or the ARN of one",
        )


def function_place(arn: str) -> tuple[str, str] | None:
    """Return account and region in the ARN of a function, if they are known.

    Example:
        >>> function_place("arn:aws:lambda:eu-west-1:111111111111:function:check")
        ('111111111111', 'eu-west-1')
    """
    match = re.fullmatch(_FUNCTION_ARN, arn)
    return None if match is None else (match["account"], match["region"])


def function_elsewhere(
    arn: str, there: tuple[str, str], here: tuple[str, str], where: str
) -> Iterator[Finding]:
    """Yield the finding that a function is in another account or region than its profile.

    Args:
        arn: ARN of the function.
        there: Its account and region.
        here: Those of the profile.
        where: Construct path of the profile.
    """
    for what, theirs, ours in zip(("account", "region"), there, here, strict=True):
        if not is_token(theirs) and not is_token(ours) and theirs != ours:
            function = "the function" if is_token(arn) else f"the function {shown(arn)}"
            yield ELSEWHERE.at(
                where,
                message=f"{function} is in the {what} {theirs}, the profile in {ours}",
                found=theirs,
                fix="let the owner of the function allow appconfig.amazonaws.com to call it for "
                "the account of the profile, and pass add_permission=False",
            )
            return


def not_a_validator(validator: object, where: str) -> Finding:
    """Return the finding that something is no validator.

    Args:
        validator: What was passed.
        where: Construct path of the profile.
    """
    return NOT_A_VALIDATOR.at(
        where,
        message=f"{shown(validator)} is not a validator",
        found=shown(validator),
        fix="pass JsonSchema(…) or LambdaValidator(…)",
    )
