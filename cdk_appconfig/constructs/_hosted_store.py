"""What profiles of the hosted store share: versions, and one deployment for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_cdk import RemovalPolicy

from cdk_appconfig.checks import content as content_checks
from cdk_appconfig.checks.hosted_configuration_version import no_snapshot
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._composed import version_properties
from cdk_appconfig.constructs._deploying import version_description
from cdk_appconfig.constructs._inputs import child_path, words_for
from cdk_appconfig.constructs._profile import Profile
from cdk_appconfig.constructs.defaults import defaults_of
from cdk_appconfig.constructs.deployment import Deployment
from cdk_appconfig.findings import AppConfigError
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.feature_flags import FeatureFlags
from cdk_appconfig.model.freeform import cannot_be_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IEnvironmentRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import Construct

    from cdk_appconfig.constructs._deploying import DeploymentOptions
    from cdk_appconfig.constructs.validator import ValidatorInput
    from cdk_appconfig.findings import Finding

__all__ = ["HostedStoreProfile", "Stored", "stored_flags"]

_KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
"""What happens to versions when nobody says: what was deployed can be deployed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Content as it is stored, and what is wrong with it.

    Args:
        text: The text to store.
        content_type: Its media type.
        findings: What is wrong with it, at the profile.
    """

    text: str
    content_type: str
    findings: Sequence[Finding]


def stored_flags(content: object, where: str) -> Stored:
    """Return feature flags as they are stored. Never raises.

    Args:
        content: What a user passed: `FeatureFlags`, or a document of them.
        where: Construct path of the profile.
    """
    try:
        flags = _flags(content)
    except AppConfigError as error:
        found = [finding.under(f"{where} $") for finding in error.findings]
        return Stored(text="", content_type="", findings=found)
    if flags is None:
        finding = content_checks.not_feature_flags(words_for(content), where)
        return Stored(text="", content_type="", findings=[finding])
    text = canonical_json(flags.to_document())
    findings = [
        *(finding.under(f"{where} $") for finding in flags.findings()),
        *content_checks.content_size_findings(text, where),
    ]
    return Stored(text=text, content_type="application/json", findings=findings)


def _flags(content: object) -> FeatureFlags | None:
    if isinstance(content, FeatureFlags):
        return content
    if not isinstance(content, (Mapping, str, Path)):
        return None
    try:
        return FeatureFlags.from_document(content)
    except OSError as error:
        raise AppConfigError(
            "feature flags", [cannot_be_read(Path(str(content)), error)]
        ) from error


class HostedStoreProfile(Profile):
    """A configuration profile in the hosted store of AppConfig, whatever it holds."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None,
        description: str | None,
        kms_key: IKeyRef | None,
        removal_policy: RemovalPolicy | None,
        validators: Sequence[ValidatorInput] | None,
        deletion_protection_check: str | None,
    ) -> None:
        """Check the input, then create the profile."""
        defaults = defaults_of(scope)
        key_arn = None if kms_key is None else kms_key.key_ref.key_arn
        snapshot = removal_policy == RemovalPolicy.SNAPSHOT
        super().__init__(
            scope,
            id,
            application=application,
            configuration_profile_name=configuration_profile_name,
            description=description,
            validators=validators,
            deletion_protection_check=deletion_protection_check,
            findings=[no_snapshot(child_path(scope, id))] if snapshot else [],
            location_uri="hosted",
            kms_key_arn=key_arn or defaults.kms_key_arn,
        )
        self._removal_policy = removal_policy or defaults.removal_policy or _KEPT

    @checked()
    def grant_write_versions(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to store versions of this profile, and to have its validators look at them.

        With a customer managed key of the profile, ``kms:GenerateDataKey`` on it as well.

        Args:
            grantee: Who may: a role, a user, a function, a pipeline.
        """
        return self.grants.write_versions(grantee)

    def _deploy_to(
        self, environment: object, stored: Stored, options: DeploymentOptions
    ) -> list[Deployment]:
        def version(to: IEnvironmentRef) -> dict[str, Any]:
            return version_properties(
                application_id=self._application_id,
                content=stored.text,
                content_type=stored.content_type,
                description=version_description(to),
                removal_policy=self._removal_policy,
            )

        secrets = content_checks.secret_findings(stored.text, self._path)
        findings = [*stored.findings, *secrets]
        return self._roll_out(environment, options, findings, Deployment, version)
