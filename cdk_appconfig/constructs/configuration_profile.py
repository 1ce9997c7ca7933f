"""Configuration profiles: what is stored, and how it gets to the environments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, overload

import jsii
from aws_cdk import RemovalPolicy, Stack, Stage, interfaces
from aws_cdk.interfaces.aws_appconfig import (
    ConfigurationProfileReference,
    IConfigurationProfileRef,
    IEnvironmentRef,
)
from constructs import Construct

from cdk_appconfig.checks import content as content_checks
from cdk_appconfig.checks import deployment as checks
from cdk_appconfig.checks import tag as tag_checks
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._inputs import (
    StrategyInput,
    child_path,
    differ,
    raise_for,
    strategy_findings,
    strategy_id,
)
from cdk_appconfig.constructs.deployment import Deployment
from cdk_appconfig.constructs.environment import Environment
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn_about_stack_tags
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.feature_flags import FeatureFlags
from cdk_appconfig.model.rollout import DeploymentStrategyId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import CfnResource
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import IDependable

    from cdk_appconfig.findings import Finding

__all__ = ["FeatureFlagProfile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """Content as it is stored, and what is wrong with it."""

    text: str
    content_type: str
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """How a deployment is made, whatever its content."""

    deployment_strategy: StrategyInput | None
    after: Sequence[IDependable] | None
    revision: str | None
    tags: Mapping[str, str] | None

    @property
    def description(self) -> str | None:
        """The description of the deployment: it has one for a revision only."""
        return None if self.revision is None else f"revision {self.revision}"

    def findings(self, where: str) -> list[Finding]:
        """Return what is wrong with the options."""
        return [
            *strategy_findings(self.deployment_strategy, where),
            *checks.revision_findings(self.description or "", where),
            *tag_checks.tag_findings(self.tags or {}, where),
        ]


@jsii.implements(IConfigurationProfileRef)
class _HostedStoreProfile(Construct):
    """What profiles of the hosted store share: identity, versions and deployments."""

    _type: ClassVar[str]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None,
        description: str | None,
        kms_key: IKeyRef | None,
        removal_policy: RemovalPolicy,
    ) -> None:
        """Check the input, then create the profile."""
        path = child_path(scope, id)
        name = id if configuration_profile_name is None else configuration_profile_name
        application_id = application.application_ref.application_id
        ledger = Ledger.of(scope)
        raise_for(
            f"configuration profile {path}",
            ledger.new_name_findings(
                "configuration profile", application_id, name, description, path
            ),
        )
        super().__init__(scope, id)
        ledger.take_name("configuration profile", application_id, name, path)
        self._path = path
        self._ledger = ledger
        self._application_id = application_id
        self._name = name
        self._removal_policy = removal_policy
        self._kms_key_arn = None if kms_key is None else kms_key.key_ref.key_arn
        self._resource = resources.add_hosted_profile(
            self,
            application_id=application_id,
            name=name,
            description=description,
            type=self._type,
            kms_key_arn=self._kms_key_arn,
        )
        self._id = self._resource.ref
        self._deployed_to: set[str] = set()
        self._last_version: CfnResource | None = None

    @property
    def application_id(self) -> str:
        """Id of the application it belongs to."""
        return self._application_id

    @property
    def configuration_profile_id(self) -> str:
        """Id of the profile, such as ``yjqg3ia``; known once it is deployed."""
        return self._id

    @property
    def configuration_profile_name(self) -> str:
        """Name of the profile in AppConfig; applications read their data by it."""
        return self._name

    @property
    def configuration_profile_arn(self) -> str:
        """ARN of the profile."""
        return Stack.of(self).format_arn(
            service="appconfig",
            resource="application",
            resource_name=f"{self._application_id}/configurationprofile/{self._id}",
        )

    @property
    def configuration_profile_ref(self) -> ConfigurationProfileReference:
        """Reference to the profile, as L1 and L2 constructs take it."""
        return ConfigurationProfileReference(
            application_id=self._application_id, configuration_profile_id=self._id
        )

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the profile."""
        stack = Stack.of(self)
        return interfaces.ResourceEnvironment(account=stack.account, region=stack.region)

    def _deploy_to(
        self,
        environment: IEnvironmentRef | Sequence[IEnvironmentRef],
        stored: _Stored,
        options: _Options,
    ) -> list[Deployment]:
        environments: Sequence[Any] = (
            environment
            if isinstance(environment, Sequence) and not isinstance(environment, str)
            else [environment]
        )
        raise_for(
            f"deployment of {self._path}",
            [
                *stored.findings,
                *self._environment_findings(environments),
                *options.findings(self._path),
            ],
        )
        deployments: list[Deployment] = []
        for each in environments:
            after = deployments[-1:] if options.after is None else options.after
            deployments.append(self._deploy(each, stored, options, after))
        return deployments

    def _environment_findings(self, environments: Sequence[Any]) -> list[Finding]:
        findings: list[Finding] = []
        seen = set(self._deployed_to)
        for environment in environments:
            if not hasattr(environment, "environment_ref"):
                findings.append(checks.not_an_environment(self._path, environment))
                continue
            reference = environment.environment_ref
            if differ(self._application_id, reference.application_id):
                findings.append(checks.foreign_environment(self._path, environment.node.path))
            elif reference.environment_id in seen:
                findings.append(checks.deployed_twice(self._path, environment.node.path))
            seen.add(reference.environment_id)
        return findings

    def _deploy(
        self,
        environment: IEnvironmentRef,
        stored: _Stored,
        options: _Options,
        after: Sequence[IDependable],
    ) -> Deployment:
        stack = Stack.of(self)
        environment_id = environment.environment_ref.environment_id
        before = self._ledger.last_deployments(self._application_id, environment_id, stack)
        deployment = Deployment(
            self,
            f"Deployment-{self._key(environment, stack)}",
            application_id=self._application_id,
            environment_id=environment_id,
            configuration_profile_id=self._id,
            content=stored.text,
            content_type=stored.content_type,
            version_description=_version_description(environment),
            deployment_strategy_id=_strategy_id(environment, options.deployment_strategy),
            kms_key_arn=self._kms_key_arn,
            description=options.description,
            tags=options.tags,
            removal_policy=self._removal_policy,
            version_after=self._last_version,
            after=[*after, *before],
        )
        self._deployed_to.add(environment_id)
        self._last_version = deployment.version
        if self._ledger.add_deployment(
            self._application_id, environment_id, stack, deployment.resource
        ):
            warn_about_stack_tags(deployment.resource)
        return deployment

    def _key(self, environment: IEnvironmentRef, stack: Stack) -> str:
        """Return what stands for an environment in construct ids; frozen since 0.1.0.

        The construct id of an environment that is a sibling of the profile, as ``add_environment``
        and ``add_feature_flags`` make them. Other environments may share an id, so a hash of their
        path tells them apart: the path within the stack, or for another stack within the stage, so
        that putting the stack into a pipeline's stage changes nothing.
        """
        id, path = environment.node.id, environment.node.path
        if path.rpartition("/")[0] == self._path.rpartition("/")[0]:
            return id
        root = stack.node.path
        if not path.startswith(f"{root}/"):
            stage = Stage.of(self)
            root = "" if stage is None else stage.node.path
        relative = path.removeprefix(root).removeprefix("/")
        return f"{id}-{hashlib.sha256(relative.encode()).hexdigest()[:8]}"


class FeatureFlagProfile(_HostedStoreProfile):
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
            ``kms:GenerateDataKey``. Left out, keys of AWS do. Another key deploys again.
        removal_policy: What happens to a version that is no longer declared. Left out, it is
            ``RETAIN_ON_UPDATE_OR_DELETE``: what was deployed once can be deployed again, and a
            failed update leaves nothing behind. ``DESTROY`` lets ``cdk destroy`` take the profile
            away, which AppConfig refuses as long as versions exist.

    Raises:
        AppConfigError: The name is taken in the application, or a text is too long. Nothing has
            been created then.

    Source:
        CloudFormation ``AWS::AppConfig::ConfigurationProfile``, API ``CreateConfigurationProfile``.
    """

    _type = "AWS.AppConfig.FeatureFlags"

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        kms_key: IKeyRef | None = None,
        removal_policy: RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
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
        )

    @overload
    def deploy(
        self,
        environment: IEnvironmentRef,
        content: FeatureFlags,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: Sequence[IDependable] | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Deployment: ...

    @overload
    def deploy(
        self,
        environment: Sequence[IEnvironmentRef],
        content: FeatureFlags,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: Sequence[IDependable] | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> list[Deployment]: ...

    def deploy(
        self,
        environment: IEnvironmentRef | Sequence[IEnvironmentRef],
        content: FeatureFlags,
        *,
        deployment_strategy: StrategyInput | None = None,
        after: Sequence[IDependable] | None = None,
        revision: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Deployment | list[Deployment]:
        """Deploy feature flags to one environment, or to several one after another.

        Each (profile, environment) has one version and one deployment of its own. A rollout happens
        when the stored document or the strategy changes, and for no other reason. Deployments to
        one environment run one after another, in the order in which they are declared.

        Args:
            environment: An environment of the profile's application: ours, of the L2 or of the L1.
                Or a list of them: the deployment to each waits until the one before has finished.
            content: The flags, in the state that the environment should serve.
            deployment_strategy: How the change spreads: an id as text, a `DeploymentStrategyId`, or
                a strategy of the L1 or L2. Left out, it is the environment's own, else
                ``AppConfig.Canary10Percent20Minutes``.
            after: Constructs that must be complete first: deployments, alarms, functions. Left out,
                each environment of a list waits for the one before it. Given, the deployments wait
                for exactly these (and for earlier deployments to the same environment, which is
                AppConfig's own rule), so that ``after=[]`` sets the environments of a list free.
            revision: A text that is new for a deliberate rollout of unchanged content, for example
                ``"2"`` after a stack was rolled back when AppConfig had already finished.
            tags: Tags of the deployment itself. Changing one starts a rollout, so none come from
                the app.

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
        options = _Options(
            deployment_strategy=deployment_strategy, after=after, revision=revision, tags=tags
        )
        deployments = self._deploy_to(environment, self._stored(content), options)
        return deployments if isinstance(environment, Sequence) else deployments[0]

    def _stored(self, content: object) -> _Stored:
        if not isinstance(content, FeatureFlags):
            finding = content_checks.not_feature_flags(content, self._path)
            return _Stored(text="", content_type="", findings=[finding])
        text = canonical_json(content.to_document())
        findings = list(content_checks.content_size_findings(text, self._path))
        return _Stored(text=text, content_type="application/json", findings=findings)


def _strategy_id(environment: IEnvironmentRef, strategy: StrategyInput | None) -> str:
    if strategy is not None:
        return strategy_id(strategy)
    own = environment.deployment_strategy_id if isinstance(environment, Environment) else None
    return own or DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES.value


def _version_description(environment: IEnvironmentRef) -> str:
    """Return a constant text for the console: the construct id stays when a name changes."""
    id = environment.node.id.encode("ascii", "backslashreplace").decode()
    return f"Environment {id}"[: limits.DESCRIPTION]
