"""Values that a deployment gives to the dynamic parameters of extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdk_appconfig.checks import dynamic_parameter as checks
from cdk_appconfig.checks.extension_association import value_length_findings
from cdk_appconfig.checks.reference import arn_unknown
from cdk_appconfig.constructs._arguments import field_findings
from cdk_appconfig.constructs._inputs import raise_for
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk.interfaces.aws_appconfig import IExtensionRef

    from cdk_appconfig.findings import Finding

__all__ = ["DynamicParameter", "dynamic_parameter_findings"]


@dataclass(frozen=True, slots=True)
class DynamicParameter:
    """A value that one deployment gives to a dynamic parameter of an extension.

    It is for actions at ``PRE_START_DEPLOYMENT``. Another value is another deployment, so it starts
    a rollout.

    Args:
        extension: The extension: ours, of the L2, of the L1, imported, or its ARN as text. One
            that is only known by its name has no ARN here.
        name: Name of the parameter, which the extension declares as dynamic.
        value: Its value, 1 to 2048 characters.

    Source:
        API ``StartDeployment``: ``DynamicExtensionParameters``.
    """

    extension: IExtensionRef | str
    name: str
    value: str

    def __post_init__(self) -> None:
        """Look at the fields."""
        raise_for("DynamicParameter", field_findings(self))

    @property
    def extension_arn(self) -> str:
        """ARN of the extension."""
        extension = self.extension
        if isinstance(extension, str):
            return str(extension)
        return extension.extension_ref.extension_arn

    def findings(self, where: str) -> list[Finding]:
        """Return what is wrong with it.

        Args:
            where: Construct path of the profile.
        """
        found = list(value_length_findings(self.name, self.value, where))
        reference = self.extension_arn
        if not isinstance(self.extension, str) and not (
            is_token(reference) or reference.startswith("arn:")
        ):
            found.append(arn_unknown(reference, where))
        declared = getattr(self.extension, "declared_parameters", None)
        if declared is not None and not isinstance(self.extension, str):
            words = self.extension.node.path
            found += checks.name_findings(words, declared, self.name, where)
        return found


def dynamic_parameter_findings(
    parameters: Sequence[DynamicParameter] | None, where: str
) -> list[Finding]:
    """Return what is wrong with the values that a deployment gives to parameters."""
    given = parameters or ()
    found = [finding for parameter in given for finding in parameter.findings(where)]
    if len(given) > limits.DYNAMIC_PARAMETERS:
        found.append(checks.too_many(len(given), where))
    return found
