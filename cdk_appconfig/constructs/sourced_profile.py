"""Profiles whose data is kept outside of AppConfig."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from aws_cdk import aws_iam as iam

from cdk_appconfig.checks import source as checks
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._deploying import DeploymentOptions
from cdk_appconfig.constructs._inputs import child_path, words_for
from cdk_appconfig.constructs._profile import Profile
from cdk_appconfig.constructs.deployment import SourcedDeployment
from cdk_appconfig.constructs.source import ConfigurationSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IEnvironmentRef
    from aws_cdk.interfaces.aws_iam import IRoleRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import Construct, IDependable

    from cdk_appconfig.constructs._inputs import AfterInput, StrategyInput
    from cdk_appconfig.constructs.dynamic_parameter import DynamicParameter
    from cdk_appconfig.constructs.validator import ValidatorInput
    from cdk_appconfig.findings import Finding

__all__ = ["SourcedProfile"]


class SourcedProfile(Profile, jsii_type="cdk-appconfig.SourcedProfile"):
    """A configuration profile whose data is kept in S3, SSM, Secrets Manager or a pipeline.

    AppConfig reads the data with a role when a deployment starts. The role is made, may read this
    source and nothing else, and is complete before the profile, because AppConfig assumes it while
    it creates the profile.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        application: The application it belongs to: ours, of the L2, of the L1 or imported.
        source: Where the data is. Another location is another profile to CloudFormation.
        configuration_profile_name: Name in AppConfig, 1 to 128 characters, unique in the
            application; applications read the content by it. Left out, it is ``id``.
        description: For people, at most 1024 characters.
        validators: What looks at the data before it is deployed, at most 2.
        retrieval_role: The role with which AppConfig reads the data. It must trust
            ``appconfig.amazonaws.com`` and is used as it is. Left out, one is made.
        kms_key: The customer managed key that encrypts what is deployed; readers need
            ``kms:Decrypt`` on it. Left out, it is the key of the source, if that has one. A secret
            needs one. Another key deploys again.
        deletion_protection_check: Whether AppConfig refuses to delete the profile while it is in
            use: a `DeletionProtectionCheck` or its name. Left out, `AppConfigDefaults` say, else
            the settings of the account.

    Raises:
        AppConfigError: The name is taken in the application, a text is too long, the bucket keeps
            no versions, or a validator is none. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::ConfigurationProfile``, API ``CreateConfigurationProfile``.
    """

    _type = "AWS.Freeform"

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        source: ConfigurationSource,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        validators: Sequence[ValidatorInput] | None = None,
        retrieval_role: IRoleRef | None = None,
        kms_key: IKeyRef | None = None,
        deletion_protection_check: str | None = None,
    ) -> None:
        """Check the input, then create the role and the profile."""
        super().__init__(
            scope,
            id,
            application=application,
            configuration_profile_name=configuration_profile_name,
            description=description,
            validators=validators,
            deletion_protection_check=deletion_protection_check,
            findings=_source_findings(source, child_path(scope, id)),
        )
        self._source = source
        self._kms_key_arn = source.key_arn if kms_key is None else kms_key.key_ref.key_arn
        self._retrieval_role = None if retrieval_role is not None else self._add_role()
        role = retrieval_role or self._retrieval_role
        role_arn = None if role is None else role.role_ref.role_arn
        properties = self._properties(source.location_uri, retrieval_role_arn=role_arn)
        self._add_resource(properties, after=_policies(retrieval_role))

    @property
    def retrieval_role(self) -> iam.Role | None:
        """The role made to read the data; ``None`` if it is the user's or none is needed."""
        return self._retrieval_role

    @overload
    def deploy(
        self,
        environment: IEnvironmentRef,
        *,
        version: str | int | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> SourcedDeployment: ...

    @overload
    def deploy(
        self,
        environment: Sequence[IEnvironmentRef],
        *,
        version: str | int | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> list[SourcedDeployment]: ...

    @checked()
    def deploy(
        self,
        environment: IEnvironmentRef | Sequence[IEnvironmentRef],
        *,
        version: str | int | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> SourcedDeployment | list[SourcedDeployment]:
        """Deploy a version of the data to one environment, or to several one after another.

        Data that changes in its source is deployed when another version is named here.

        Args:
            environment: As for `FeatureFlagProfile.deploy`.
            version: The version to deploy: the version id of an S3 object or a secret, the version
                number of an SSM parameter or document. A CDK token is fine. It must be given: no
                resource of CloudFormation tells it.
            deployment_strategy: As for `FeatureFlagProfile.deploy`.
            after: As for `FeatureFlagProfile.deploy`.
            revision: As for `FeatureFlagProfile.deploy`.
            tags: As for `FeatureFlagProfile.deploy`.
            dynamic_parameters: As for `FeatureFlagProfile.deploy`.

        Returns:
            The deployment; for a list of environments the list of deployments.

        Raises:
            AppConfigError: There is no version, or none that the source can have; a secret has no
                customer managed key; the source is a pipeline, which deploys by itself; or the
                strategy, the environment, a tag or the revision is refused, as for
                `FeatureFlagProfile.deploy`. Nothing has been created then.

        Source:
            API ``StartDeployment``, CloudFormation ``AWS::AppConfig::Deployment``.
        """
        options = DeploymentOptions(
            deployment_strategy=deployment_strategy,
            after=after,
            revision=revision,
            tags=tags,
            dynamic_parameters=dynamic_parameters,
        )
        named = "" if version is None else str(version)
        findings = self._deployment_findings(named)
        deployments = self._roll_out(environment, options, findings, SourcedDeployment, named)
        return deployments if isinstance(environment, Sequence) else deployments[0]

    def _deployment_findings(self, version: str) -> list[Finding]:
        kind = self._source.kind
        if kind == "codepipeline":
            return [checks.pipeline_deploys(self._path)]
        findings = list(checks.version_findings(kind, version, self._path))
        if self._source.needs_key and self._kms_key_arn is None:
            findings.append(checks.without_key(kind, self._path))
        return findings

    def _add_role(self) -> iam.Role | None:
        """Make the role that reads the data, if the source needs one."""
        statements = [
            iam.PolicyStatement(actions=list(actions), resources=list(names))
            for actions, names in self._source.permissions
        ]
        if not statements:
            return None
        key_arn = self._source.key_arn
        if key_arn is not None:
            statements.append(iam.PolicyStatement(actions=["kms:Decrypt"], resources=[key_arn]))
        return resources.add_role(
            self,
            "RetrievalRole",
            description="Lets AWS AppConfig read the data of one configuration profile",
            policy_name="Read",
            statements=statements,
        )


def _source_findings(source: object, where: str) -> list[Finding]:
    if not isinstance(source, ConfigurationSource):
        return [checks.not_a_source(words_for(source), where)]
    location = checks.location_findings(
        source.location_uri, type="AWS.Freeform", has_role=True, has_key=False, where=where
    )
    return [*location, *source.findings(where)]


def _policies(role: IRoleRef | None) -> list[IDependable]:
    """Return what must be there before AppConfig assumes a role of the user's.

    The role itself comes first anyway, as the profile names it. What it may do can be in a policy
    of its own, to which later grants are added as well.
    """
    if not isinstance(role, iam.Role):
        return []
    policy = role.node.try_find_child("DefaultPolicy")
    return [policy or role]
