"""Configuration profiles: what is stored, and how it gets to the environments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, overload

from aws_cdk import RemovalPolicy, Stack

from cdk_appconfig.checks import content as content_checks
from cdk_appconfig.checks.source import FEATURE_FLAGS
from cdk_appconfig.constructs._agent_needs import AgentNeed
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._deploying import DeploymentOptions
from cdk_appconfig.constructs._hosted_store import HostedStoreProfile, Stored, stored_flags
from cdk_appconfig.constructs._inputs import several
from cdk_appconfig.constructs.validator import content_findings
from cdk_appconfig.model.feature_flags import FeatureFlags
from cdk_appconfig.model.freeform import FreeformContent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IEnvironmentRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import Construct

    from cdk_appconfig.constructs._inputs import AfterInput, FlagsInput, StrategyInput
    from cdk_appconfig.constructs.deployment import Deployment
    from cdk_appconfig.constructs.dynamic_parameter import DynamicParameter
    from cdk_appconfig.constructs.validator import LambdaValidator, ValidatorInput

__all__ = ["FeatureFlagProfile", "HostedProfile"]


class FeatureFlagProfile(HostedStoreProfile, jsii_type="cdk-appconfig.FeatureFlagProfile"):
    """A configuration profile that holds feature flags.

    One profile serves every environment: `deploy` gives each its own version of the content.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        application: The application it belongs to: ours, of the L2, of the L1 or imported.
        configuration_profile_name: Name in AppConfig, 1 to 128 characters, unique in the
            application; applications read the flags by it. Left out, it is ``id``.
        description: For people, at most 1024 characters.
        kms_key: A customer managed key, symmetric, that encrypts what is stored and what is
            deployed. Readers need ``kms:Decrypt`` on it, and whoever deploys
            ``kms:GenerateDataKey``. Left out, that of `AppConfigDefaults` does, else keys of AWS.
            Another key deploys again.
        removal_policy: What happens to a version that is no longer declared. Left out, it is that
            of `AppConfigDefaults`, else ``RETAIN_ON_UPDATE_OR_DELETE``: what was deployed once can
            be deployed again, and a failed update leaves nothing behind. ``DESTROY`` lets
            ``cdk destroy`` take the profile away, which AppConfig refuses while versions exist.
        validators: Functions that look at the flags before they are deployed, at most 2. AppConfig
            itself checks them against their constraints.
        deletion_protection_check: Whether AppConfig refuses to delete the profile while it is in
            use: a `DeletionProtectionCheck` or its name. Left out, `AppConfigDefaults` say, else
            the settings of the account.

    Raises:
        AppConfigError: The name is taken in the application, a text is too long, or the removal
            policy is ``SNAPSHOT``. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::ConfigurationProfile``, API ``CreateConfigurationProfile``.
    """

    _type = FEATURE_FLAGS

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        kms_key: IKeyRef | None = None,
        removal_policy: RemovalPolicy | None = None,
        validators: Sequence[LambdaValidator] | None = None,
        deletion_protection_check: str | None = None,
    ) -> None:
        """Check the input, then create the profile."""
        super().__init__(
            scope,
            id,
            application=application,
            configuration_profile_name=configuration_profile_name,
            description=description,
            kms_key=kms_key,
            removal_policy=removal_policy,
            validators=validators,
            deletion_protection_check=deletion_protection_check,
        )

    @overload
    def deploy(
        self,
        environment: IEnvironmentRef,
        content: FlagsInput,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> Deployment: ...

    @overload
    def deploy(
        self,
        environment: Sequence[IEnvironmentRef],
        content: FlagsInput,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> list[Deployment]: ...

    @checked()
    def deploy(
        self,
        environment: IEnvironmentRef | Sequence[IEnvironmentRef],
        content: FlagsInput,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> Deployment | list[Deployment]:
        """Deploy feature flags to one environment, or to several one after another.

        Each (profile, environment) has one version and one deployment of its own. A rollout happens
        when the stored document or the strategy changes, and for no other reason. Deployments to
        one environment run one after another, in the order in which they are declared.

        Args:
            environment: An environment of the profile's application: ours, of the L2 or of the L1.
                Or a list of them: the deployment to each waits until the one before has finished.
            content: The flags, in the state that the environment should serve: `FeatureFlags`, or
                what `FeatureFlags.from_document` reads.
            deployment_strategy: How the change spreads: an id as text, a `DeploymentStrategyId`, or
                a strategy of the L1 or L2. Left out, it is the environment's own, that of
                `AppConfigDefaults`, else ``AppConfig.Canary10Percent20Minutes``.
            after: A construct that must be complete first, or several: deployments, alarms,
                functions. Left out, each environment of a list waits for the one before it. Given,
                the deployments wait for exactly these (and for earlier deployments to the same
                environment, which is AppConfig's own rule), so that ``after=[]`` sets the
                environments of a list free.
            revision: A text that is new for a deliberate rollout of unchanged content, for example
                ``"2"`` after a stack was rolled back when AppConfig had already finished.
            tags: Tags of the deployment itself. Changing one starts a rollout, so none come from
                the app.
            dynamic_parameters: Values for parameters that extensions declare as dynamic, at most
                10. Changing one starts a rollout.

        Returns:
            The deployment; for a list of environments the list of deployments.

        Raises:
            AppConfigError: The content is not feature flags or too large, the strategy does not
                exist, a tag or the revision is too long, an environment belongs to another
                application, or it already has a deployment of this profile. Nothing has been
                created then.

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
        stored = stored_flags(content, self._path)
        needs = AgentNeed.of(stored.text)
        places = self._places(environment) if needs else []
        known = self._ledger.agent_needs
        old = known.findings_of_content(places, needs, self._path)
        stored = replace(stored, findings=[*stored.findings, *old])
        deployments = self._deploy_to(environment, stored, options)
        known.deployed(places, needs, self._path)
        return deployments if isinstance(environment, Sequence) else deployments[0]

    def _places(self, environment: object) -> list[tuple[str, str]]:
        """Return what environments and the profile are known by."""
        stack = Stack.of(self)
        return [
            (self._ledger.environment(each.environment_ref.environment_id, stack), self._id)
            for each in several(environment)
            if hasattr(each, "environment_ref")
        ]


class HostedProfile(HostedStoreProfile, jsii_type="cdk-appconfig.HostedProfile"):
    """A configuration profile that holds freeform content: JSON, YAML or any other text.

    One profile serves every environment: `deploy` gives each its own version of the content.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        application: The application it belongs to: ours, of the L2, of the L1 or imported.
        configuration_profile_name: Name in AppConfig, 1 to 128 characters, unique in the
            application; applications read the content by it. Left out, it is ``id``.
        description: For people, at most 1024 characters.
        kms_key: A customer managed key, symmetric, that encrypts what is stored and what is
            deployed. Readers need ``kms:Decrypt`` on it, and whoever deploys
            ``kms:GenerateDataKey``. Left out, that of `AppConfigDefaults` does, else keys of AWS.
            Another key deploys again.
        removal_policy: What happens to a version that is no longer declared. Left out, it is that
            of `AppConfigDefaults`, else ``RETAIN_ON_UPDATE_OR_DELETE``: what was deployed once can
            be deployed again, and a failed update leaves nothing behind. ``DESTROY`` lets
            ``cdk destroy`` take the profile away, which AppConfig refuses while versions exist.
        validators: What looks at content before it is deployed, at most 2: a `JsonSchema`, which
            `deploy` runs as well, or a `LambdaValidator`.
        deletion_protection_check: Whether AppConfig refuses to delete the profile while it is in
            use: a `DeletionProtectionCheck` or its name. Left out, `AppConfigDefaults` say, else
            the settings of the account.

    Raises:
        AppConfigError: The name is taken in the application, a text is too long, or the removal
            policy is ``SNAPSHOT``. Nothing has been created then.

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
        configuration_profile_name: str | None = None,
        description: str | None = None,
        kms_key: IKeyRef | None = None,
        removal_policy: RemovalPolicy | None = None,
        validators: Sequence[ValidatorInput] | None = None,
        deletion_protection_check: str | None = None,
    ) -> None:
        """Check the input, then create the profile."""
        super().__init__(
            scope,
            id,
            application=application,
            configuration_profile_name=configuration_profile_name,
            description=description,
            kms_key=kms_key,
            removal_policy=removal_policy,
            validators=validators,
            deletion_protection_check=deletion_protection_check,
        )

    @overload
    def deploy(
        self,
        environment: IEnvironmentRef,
        content: object,
        *,
        content_type: str | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> Deployment: ...

    @overload
    def deploy(
        self,
        environment: Sequence[IEnvironmentRef],
        content: object,
        *,
        content_type: str | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> list[Deployment]: ...

    @checked()
    def deploy(
        self,
        environment: IEnvironmentRef | Sequence[IEnvironmentRef],
        content: object,
        *,
        content_type: str | None = None,
        deployment_strategy: StrategyInput | None = None,
        after: AfterInput | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
        dynamic_parameters: Sequence[DynamicParameter] | None = None,
    ) -> Deployment | list[Deployment]:
        """Deploy content to one environment, or to several one after another.

        Each (profile, environment) has one version and one deployment of its own. A rollout happens
        when the stored text, its content type or the strategy changes, and for no other reason:
        layout and order of keys of JSON do not count.

        Args:
            environment: As for `FeatureFlagProfile.deploy`.
            content: A ``dict``, ``list``, dataclass instance or pydantic model: a JSON document.
                Text, ``bytes`` in UTF-8 or the ``Path`` of a file: stored as it is written, unless
                it is JSON. CDK tokens may stand anywhere in it.
            content_type: MIME type, 1 to 255 characters. Left out, it is ``application/json`` for
                a document and for text that holds a JSON object or array; the suffix decides for a
                file; everything else is ``text/plain``.
            deployment_strategy: As for `FeatureFlagProfile.deploy`.
            after: As for `FeatureFlagProfile.deploy`.
            revision: As for `FeatureFlagProfile.deploy`.
            tags: As for `FeatureFlagProfile.deploy`.
            dynamic_parameters: As for `FeatureFlagProfile.deploy`.

        Returns:
            The deployment; for a list of environments the list of deployments.

        Raises:
            AppConfigError: The content has no form that can be stored, is too large or breaks a
                JSON Schema of the profile, the strategy does not exist, a tag or the revision is
                too long, an environment belongs to another application, or it already has a
                deployment of this profile. Nothing has been created then.

        Source:
            API ``CreateHostedConfigurationVersion`` and ``StartDeployment``.
        """
        options = DeploymentOptions(
            deployment_strategy=deployment_strategy,
            after=after,
            revision=revision,
            tags=tags,
            dynamic_parameters=dynamic_parameters,
        )
        stored = self._stored(content, content_type)
        deployments = self._deploy_to(environment, stored, options)
        return deployments if isinstance(environment, Sequence) else deployments[0]

    def _stored(self, passed: object, content_type: str | None) -> Stored:
        if isinstance(passed, FeatureFlags):
            finding = content_checks.flags_in_freeform(self._path)
            return Stored(text="", content_type="", findings=[finding])
        content = FreeformContent.of(passed, content_type=content_type)
        findings = [finding.under(f"{self._path} $") for finding in content.findings]
        if not any(finding.severity == "error" for finding in findings):
            findings += content_findings(self._validators, content, self._path)
        text = content.text
        if text is None and not any(finding.severity == "error" for finding in findings):
            text = Stack.of(self).to_json_string(content.document)
        return Stored(text=text or "", content_type=content.content_type, findings=findings)
