"""What configuration profiles share, wherever their data is: identity, validators, deployments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar

import jsii
from aws_cdk.interfaces.aws_appconfig import ConfigurationProfileReference, IConfigurationProfileRef

from cdk_appconfig.checks import deployment as checks
from cdk_appconfig.checks.reference import not_deployable
from cdk_appconfig.checks.source import FEATURE_FLAGS
from cdk_appconfig.constructs._access import arn
from cdk_appconfig.constructs._argument_kinds import ENVIRONMENT
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._composed import (
    ComposedProfile,
    Planned,
    add_deployments,
    deployment_properties,
    profile_properties,
    watch,
)
from cdk_appconfig.constructs._deploying import environment_key
from cdk_appconfig.constructs._inputs import (
    child_path,
    differ,
    raise_for,
    several,
    stack_of,
    words_for,
)
from cdk_appconfig.constructs._prerequisites import DeploymentPlace
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    environment_of_stack,
    ids_of_arn,
    known_id,
    place_findings,
)
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.constructs.defaults import defaults_at, defaults_of
from cdk_appconfig.constructs.deployment import AnyDeployment
from cdk_appconfig.constructs.grants import ConfigurationProfileGrants
from cdk_appconfig.constructs.ledger import LateDeployments, Ledger
from cdk_appconfig.constructs.validator import (
    ValidatorInput,
    functions_to_permit,
    stored,
    validator_findings,
)
from cdk_appconfig.constructs.warnings import StackTags, warn
from cdk_appconfig.findings import AppConfigError
from cdk_appconfig.model.deletion_protection import deletion_protection_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import interfaces
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IEnvironmentRef
    from constructs import Construct

    from cdk_appconfig.constructs._decided import Defaults
    from cdk_appconfig.constructs._deploying import DeploymentOptions
    from cdk_appconfig.findings import Finding

__all__ = ["AnyProfile", "Profile"]

DeploymentT = TypeVar("DeploymentT", bound=AnyDeployment)


class AnyProfile(ComposedProfile):
    """A configuration profile, made by this app or not."""

    _application_id: str
    _id: str
    _env: interfaces.ResourceEnvironment | None = None

    @property
    def application_id(self) -> str:
        """Id of the application it belongs to."""
        return self._application_id

    @property
    def configuration_profile_id(self) -> str:
        """Id of the profile, such as ``yjqg3ia``; known once it is deployed."""
        return self._id

    @property
    def configuration_profile_arn(self) -> str:
        """ARN of the profile."""
        return arn(self, self._application_id, "configurationprofile", self._id)

    @property
    def configuration_profile_ref(self) -> ConfigurationProfileReference:
        """Reference to the profile, as L1 and L2 constructs take it."""
        return ConfigurationProfileReference(
            application_id=self._application_id, configuration_profile_id=self._id
        )

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the profile."""
        return self._env or environment_of_stack(self)

    @property
    def grants(self) -> ConfigurationProfileGrants:
        """What can be allowed on this profile, as the CDK's L2 constructs offer it."""
        return ConfigurationProfileGrants.from_configuration_profile(self)

    @checked(environment=ENVIRONMENT)
    def grant_read_config(
        self, grantee: iam.IGrantable, *, environment: IEnvironmentRef
    ) -> iam.Grant:
        """Allow to read what is deployed of this profile to one environment.

        Args:
            grantee: Who may: a function, a role, a user.
            environment: Where: ours, of the L1 or the L2.

        Raises:
            AppConfigError: The environment belongs to another application. Nothing has been granted
                then.
        """
        return self.grants.read_config(grantee, environment=environment)


class Profile(AnyProfile):
    """A configuration profile, wherever its data is and whatever it holds."""

    _type: ClassVar[str]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        configuration_profile_name: str | None,
        description: str | None,
        validators: Sequence[ValidatorInput] | None,
        deletion_protection_check: str | None,
        findings: Sequence[Finding],
        location_uri: str | None = None,
        kms_key_arn: str | None = None,
    ) -> None:
        """Check the input, then create the profile; without a location only the construct."""
        path = child_path(scope, id)
        name = id if configuration_profile_name is None else configuration_profile_name
        application_id = application.application_ref.application_id
        ledger = Ledger.of(scope)
        of_flags = self._type == FEATURE_FLAGS
        findings = [
            *ledger.new_name_findings(
                "configuration profile", application_id, name, description, path
            ),
            *ledger.quota_findings("configuration profile", application_id, application),
            *validator_findings(validators or (), stack_of(scope), path, of_feature_flags=of_flags),
            *deletion_protection_findings(deletion_protection_check, path),
            *place_findings(application, scope, path),
            *findings,
        ]
        raise_for(f"configuration profile {path}", findings)
        self._stack = stack_of(scope)
        self._path = path
        self._ledger = ledger
        self._application_id = application_id
        self._name = name
        self._description = description
        self._validators = tuple(validators or ())
        self._deletion_protection_check = (
            deletion_protection_check or defaults_of(scope).deletion_protection_check
        )
        self._kms_key_arn = kms_key_arn
        self._deployed_to: set[str] = set()
        properties = None if location_uri is None else self._properties(location_uri, kms_key_arn)
        super().__init__(scope, id, properties)
        ledger.take_name("configuration profile", application_id, name, path)
        for finding in findings:
            warn(self, finding)

    def _properties(
        self,
        location_uri: str,
        kms_key_arn: str | None = None,
        retrieval_role_arn: str | None = None,
    ) -> dict[str, Any]:
        """Return the properties of the profile where its data is."""
        return profile_properties(
            application_id=self._application_id,
            name=self._name,
            description=self._description,
            location_uri=location_uri,
            type=self._type,
            retrieval_role_arn=retrieval_role_arn,
            kms_key_arn=kms_key_arn,
            deletion_protection_check=self._deletion_protection_check,
            validators=[stored(each) for each in self._validators],
            permitted=functions_to_permit(self._validators, self._stack),
        )

    @cached_property
    def _id(self) -> str:  # type: ignore[override]
        return self._ref()

    @property
    def _defaults(self) -> Defaults:
        """What the team has decided for the profile by now."""
        return defaults_at(self._path, self._ledger.defaults)

    @property
    def configuration_profile_name(self) -> str:
        """Name of the profile in AppConfig; applications read their data by it."""
        return self._name

    @property
    def kms_key_arn(self) -> str | None:
        """ARN of the customer managed key that encrypts what is deployed, if there is one."""
        return self._kms_key_arn

    @staticmethod
    @checked()
    def from_configuration_profile_id(
        scope: Construct, id: str, configuration_profile_id: str, *, application: IApplicationRef
    ) -> AnyProfile:
        """Return a profile that exists already, for permissions and extensions.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            configuration_profile_id: Its id in AppConfig, 4 to 7 lower-case letters and digits, or
                a token.
            application: The application it belongs to.

        Raises:
            AppConfigError: No profile can have this id.
        """
        known = known_id("configuration profile", scope, id, configuration_profile_id)
        application_id = application.application_ref.application_id
        return _Imported(scope, id, application_id, known, env=application.env)

    @staticmethod
    @checked()
    def from_configuration_profile_arn(
        scope: Construct, id: str, configuration_profile_arn: str
    ) -> AnyProfile:
        """Return a profile that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No profile can have this ARN.
        """
        ids = ids_of_arn("configuration profile", scope, id, configuration_profile_arn)
        env = environment_of_arn(scope, configuration_profile_arn)
        return _Imported(scope, id, *ids, env=env)

    def _roll_out(
        self,
        environment: object,
        options: DeploymentOptions,
        findings: Sequence[Finding],
        kind: type[DeploymentT],
        version: Callable[[IEnvironmentRef], Mapping[str, Any]] | str,
    ) -> list[DeploymentT]:
        """Deploy to one environment or several, unless something is wrong with it.

        Args:
            environment: What the user passed.
            options: How deployments are made.
            findings: What is wrong with what is deployed.
            kind: What is returned for a deployment.
            version: The version, or what makes the properties of the one for an environment.
        """
        environments = several(environment)
        found = [
            *findings,
            *self._environment_findings(environments),
            *options.findings(self._path),
        ]
        raise_for(f"deployment of {self._path}", found)
        for finding in found:
            warn(self, finding)
        if not environments:
            return []
        first = not self._ledger.queues_of(self._stack)
        planned = [self._planned(each, options, version) for each in environments]
        made = add_deployments(self, planned, in_order=options.after is None)
        deployments = [
            kind(
                each,
                deployment_strategy_id=plan.properties["DeploymentStrategyId"],
                version_number=version if isinstance(version, str) else None,
            )
            for each, plan in zip(made, planned, strict=True)
        ]
        for to, deployment in zip(environments, deployments, strict=True):
            self._note(to, deployment)
        if first:
            watch(deployments[0], late=LateDeployments(self._ledger), tags=StackTags())
        return deployments

    def _environment_findings(self, environments: Sequence[Any]) -> list[Finding]:
        findings = [] if environments else [checks.deployed_nowhere(self._path)]
        seen = set(self._deployed_to)
        for environment in environments:
            if not hasattr(environment, "environment_ref"):
                findings.append(checks.not_an_environment(self._path, words_for(environment)))
                continue
            reference = environment.environment_ref
            identity = self._ledger.environment(reference.environment_id, self._stack)
            if differ(self._application_id, reference.application_id):
                findings.append(checks.foreign_environment(self._path, environment.node.path))
            elif identity in seen:
                findings.append(checks.deployed_twice(self._path, environment.node.path))
            seen.add(identity)
        return findings

    def _planned(
        self,
        environment: IEnvironmentRef,
        options: DeploymentOptions,
        version: Callable[[IEnvironmentRef], Mapping[str, Any]] | str,
    ) -> Planned:
        """Return the deployment to an environment, after earlier ones and what they need."""
        place = self._place(environment)
        queue = self._ledger.queue(place.environment_id, self._stack)
        earlier = self._ledger.prerequisites.before(self._application_id, place)
        named = version if isinstance(version, str) else None
        after = [] if options.after is None else several(options.after)
        return Planned(
            id=f"Deployment-{environment_key(environment, self._path, self._stack)}",
            properties=deployment_properties(
                application_id=self._application_id,
                environment_id=place.environment_id,
                configuration_version=named,
                deployment_strategy_id=options.strategy_id(environment, self._defaults),
                kms_key_arn=self._kms_key_arn,
                description=options.description,
                tags=options.tags,
                dynamic_parameters=options.parameters,
            ),
            after=[*after, *queue.before_next(), *(each.resource for each in earlier)],
            version=None if isinstance(version, str) else version(environment),
            version_after=[each.resource for each in earlier if each.before_versions],
        )

    def _place(self, environment: IEnvironmentRef) -> DeploymentPlace:
        environment_id = environment.environment_ref.environment_id
        return DeploymentPlace(environment_id=environment_id, profile=self, stack=self._stack)

    def _note(self, environment: IEnvironmentRef, deployment: AnyDeployment) -> None:
        """Let what is declared later know of a deployment."""
        place = self._place(environment)
        self._deployed_to.add(self._ledger.environment(place.environment_id, self._stack))
        self._ledger.prerequisites.add_deployment(self._application_id, place, deployment)
        self._ledger.queue(place.environment_id, self._stack).add(deployment)
        for finding in self._ledger.alarm_time_findings(place, deployment):
            warn(self, finding)


@jsii.implements(IConfigurationProfileRef)
class _Imported(AnyProfile):
    """A profile that exists already."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        application_id: str,
        configuration_profile_id: str,
        *,
        env: interfaces.ResourceEnvironment,
    ) -> None:
        super().__init__(scope, id)
        self._application_id = application_id
        self._id = configuration_profile_id
        self._env = env

    def deploy(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse to deploy; type checkers do, because no `AnyProfile` has this method.

        Raises:
            AppConfigError: Always.
        """
        path = place_of(self).path
        raise AppConfigError(f"deployment of {path}", [not_deployable(path)])
