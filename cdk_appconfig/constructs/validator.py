"""Validators of configuration profiles: what looks at content before it is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.checks import validator as checks
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import stack_of, words_for
from cdk_appconfig.model.json_schema import JsonSchema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import Stack
    from aws_cdk.interfaces.aws_lambda import IAliasRef, IFunctionRef, IVersionRef

    from cdk_appconfig.findings import Finding
    from cdk_appconfig.model.freeform import FreeformContent

__all__ = [
    "LambdaValidator",
    "ValidatorInput",
    "content_findings",
    "functions_to_permit",
    "stored",
    "validator_findings",
]

FunctionInput: TypeAlias = "IFunctionRef | IAliasRef | IVersionRef | str"
"""A function, an alias or a version of one, or the ARN of one as text."""


class LambdaValidator:
    """A Lambda function that looks at content before it is deployed.

    AppConfig calls it when a deployment starts, with the content in Base64 as ``content``; it
    refuses the content by raising an exception, within 15 seconds, start included.

    Each profile that uses it lets AppConfig call the function for the stack's own account, and is
    made after that. Where the function is known to be in another account or region, its owner has
    to do so; a warning says it.

    Args:
        function: The function, an alias or a version of it: of the L2, of the L1 or imported, or
            its ARN as text.
        add_permission: Whether AppConfig is allowed to call the function. ``False`` where the
            function's own policy does that already, or is not yours to change.

    Source:
        API ``Validator``; user guide, `validators
        <https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html>`_.
    """

    @checked()
    def __init__(self, function: FunctionInput, *, add_permission: bool = True) -> None:
        self._function = function
        self._add_permission = add_permission

    @property
    def function_arn(self) -> str:
        """ARN that AppConfig calls; an alias or a version is part of it."""
        function = self._function
        if isinstance(function, str):
            return str(function)
        for reference, attribute in _REFERENCES:
            if hasattr(function, reference):
                arn: str = getattr(getattr(function, reference), attribute)
                return arn
        return repr(function)

    def findings(self, stack: Stack, where: str) -> list[Finding]:
        """Return the finding that a stack cannot let AppConfig call the function. Never raises.

        Args:
            stack: The stack.
            where: Construct path of the profile.
        """
        function: Any = self._function
        arn = self.function_arn
        there = checks.function_place(arn)
        if there is None and hasattr(function, "node") and stack_of(function) is not stack:
            there = function.env.account, function.env.region
        if there is None or not self._add_permission:
            return []
        here = stack.account, stack.region
        return list(checks.function_elsewhere(arn, there, here, where))

    @property
    def add_permission(self) -> bool:
        """Whether AppConfig is allowed to call the function."""
        return self._add_permission


_REFERENCES = (
    ("function_ref", "function_arn"),
    ("alias_ref", "alias_arn"),
    ("version_ref", "function_arn"),
)

ValidatorInput: TypeAlias = "JsonSchema | LambdaValidator"


def validator_findings(
    validators: Sequence[ValidatorInput], stack: Stack, where: str, *, of_feature_flags: bool
) -> list[Finding]:
    """Return what is wrong with the validators of a profile.

    Args:
        validators: What the user passed.
        stack: Stack of the profile.
        where: Construct path of the profile.
        of_feature_flags: Whether the profile holds feature flags.
    """
    findings = list(checks.count_findings(len(validators), where))
    for validator in validators:
        if isinstance(validator, LambdaValidator):
            findings += checks.function_findings(validator.function_arn, where)
            findings += validator.findings(stack, where)
        elif not isinstance(validator, JsonSchema):
            findings.append(checks.not_a_validator(words_for(validator), where))
        elif of_feature_flags:
            findings.append(checks.schema_of_feature_flags(where))
        else:
            findings += [finding.under(f"{where} $") for finding in validator.warnings]
    return findings


def content_findings(
    validators: Sequence[ValidatorInput], content: FreeformContent, where: str
) -> list[Finding]:
    """Return what the validators of a profile, as far as they can be run, find in content.

    Args:
        validators: The validators of the profile.
        content: The content.
        where: Construct path of the profile.
    """
    findings = []
    for validator in validators:
        if isinstance(validator, JsonSchema):
            of_content = validator.findings(content)[len(validator.warnings) :]
            findings += [finding.under(f"{where} $") for finding in of_content]
    return findings


def functions_to_permit(validators: Sequence[ValidatorInput], stack: Stack) -> dict[str, str]:
    """Return the functions that AppConfig is to be allowed to call: construct id → ARN.

    Args:
        validators: The validators of a profile.
        stack: The stack that allows it, as far as it can.
    """
    return {
        f"Validator{number}": validator.function_arn
        for number, validator in enumerate(validators, start=1)
        if isinstance(validator, LambdaValidator)
        and validator.add_permission
        and not validator.findings(stack, "")
    }


def stored(validator: ValidatorInput) -> tuple[str, str]:
    """Return the type and the content of a validator, as CloudFormation takes them."""
    if isinstance(validator, JsonSchema):
        return "JSON_SCHEMA", validator.text
    return "LAMBDA", validator.function_arn
