"""Applications: the namespace that environments and configuration profiles live in."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import jsii
from aws_cdk.interfaces.aws_appconfig import ApplicationReference, IApplicationRef
from constructs import Construct

from cdk_appconfig.checks import name as checks
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._access import arn
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import (
    StrategyInput,
    child_path,
    default_name,
    raise_for,
    stack_of,
)
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    environment_of_stack,
    ids_of_arn,
    known_id,
)
from cdk_appconfig.constructs.configuration_profile import FeatureFlagProfile, HostedProfile
from cdk_appconfig.constructs.environment import Environment
from cdk_appconfig.constructs.ledger import AccountName, Ledger
from cdk_appconfig.constructs.sourced_profile import SourcedProfile
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.findings import AppConfigError
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aws_cdk import RemovalPolicy, interfaces
    from aws_cdk.interfaces.aws_iam import IRoleRef
    from aws_cdk.interfaces.aws_kms import IKeyRef

    from cdk_appconfig.constructs.source import ConfigurationSource
    from cdk_appconfig.constructs.validator import LambdaValidator, ValidatorInput

__all__ = ["AnyApplication", "Application"]


@jsii.implements(IApplicationRef)
class AnyApplication(Construct):
    """An application, made by this app or not."""

    _path: str
    _id: str
    _env: interfaces.ResourceEnvironment | None = None

    @property
    def application_id(self) -> str:
        """Id of the application, such as ``abc1234``; known once it is deployed."""
        return self._id

    @property
    def application_arn(self) -> str:
        """ARN of the application."""
        return arn(self, self._id)

    @property
    def application_ref(self) -> ApplicationReference:
        """Reference to the application, as L1 and L2 constructs take it."""
        return self._reference

    @cached_property
    def _reference(self) -> ApplicationReference:
        return ApplicationReference(application_id=self._id)

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the application."""
        return self._env or environment_of_stack(self)

    @checked()
    def add_environment(
        self,
        id: str,
        *,
        environment_name: str | None = None,
        description: str | None = None,
        deployment_strategy: StrategyInput | None = None,
        deletion_protection_check: str | None = None,
    ) -> Environment:
        """Add an environment. The arguments are those of `Environment`.

        Raises:
            AppConfigError: The id or the name is taken, a text is too long, or the strategy does
                not exist. Nothing has been created then.
        """
        with self._adding("environment", id):
            return Environment(
                self,
                id,
                application=self,
                environment_name=environment_name,
                description=description,
                deployment_strategy=deployment_strategy,
                deletion_protection_check=deletion_protection_check,
            )

    @checked()
    def add_feature_flags(
        self,
        id: str,
        *,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        kms_key: IKeyRef | None = None,
        removal_policy: RemovalPolicy | None = None,
        validators: Sequence[LambdaValidator] | None = None,
        deletion_protection_check: str | None = None,
    ) -> FeatureFlagProfile:
        """Add a feature-flag profile. The arguments are those of `FeatureFlagProfile`.

        Raises:
            AppConfigError: The id or the name is taken, a text is too long, or a validator is none
                that the profile can have. Nothing has been created then.
        """
        with self._adding("configuration profile", id):
            return FeatureFlagProfile(
                self,
                id,
                application=self,
                configuration_profile_name=configuration_profile_name,
                description=description,
                kms_key=kms_key,
                removal_policy=removal_policy,
                validators=validators,
                deletion_protection_check=deletion_protection_check,
            )

    @checked()
    def add_hosted_profile(
        self,
        id: str,
        *,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        kms_key: IKeyRef | None = None,
        removal_policy: RemovalPolicy | None = None,
        validators: Sequence[ValidatorInput] | None = None,
        deletion_protection_check: str | None = None,
    ) -> HostedProfile:
        """Add a profile for freeform content. The arguments are those of `HostedProfile`.

        Raises:
            AppConfigError: The id or the name is taken, a text is too long, or a validator is none
                that the profile can have. Nothing has been created then.
        """
        with self._adding("configuration profile", id):
            return HostedProfile(
                self,
                id,
                application=self,
                configuration_profile_name=configuration_profile_name,
                description=description,
                kms_key=kms_key,
                removal_policy=removal_policy,
                validators=validators,
                deletion_protection_check=deletion_protection_check,
            )

    @checked()
    def add_sourced_profile(
        self,
        id: str,
        *,
        source: ConfigurationSource,
        configuration_profile_name: str | None = None,
        description: str | None = None,
        validators: Sequence[ValidatorInput] | None = None,
        retrieval_role: IRoleRef | None = None,
        kms_key: IKeyRef | None = None,
        deletion_protection_check: str | None = None,
    ) -> SourcedProfile:
        """Add a profile whose data is kept elsewhere. The arguments are those of `SourcedProfile`.

        Raises:
            AppConfigError: The id or the name is taken, a text is too long, the bucket keeps no
                versions, or a validator is none. Nothing has been created then.
        """
        with self._adding("configuration profile", id):
            return SourcedProfile(
                self,
                id,
                application=self,
                source=source,
                configuration_profile_name=configuration_profile_name,
                description=description,
                validators=validators,
                deletion_protection_check=deletion_protection_check,
                retrieval_role=retrieval_role,
                kms_key=kms_key,
            )

    @contextmanager
    def _adding(self, term: checks.Term, id: str) -> Iterator[None]:
        """Say so if an id is taken already; the CDK is asked only when something is refused."""
        try:
            yield
        except AppConfigError:
            if self.node.try_find_child(id) is None:
                raise
            where = f"{self._path}/{id}"
            raise AppConfigError(f"{term} {where}", [checks.id_taken(term, id, where)]) from None


class Application(AnyApplication):
    """A namespace for environments and configuration profiles.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        application_name: Name in AppConfig, 1 to 64 characters, unique in the account and region.
            Left out, it is the construct path joined by ``-``, so that the stages of a pipeline do
            not collide; a longer path is shortened and ends in a hash.
        description: For people, at most 1024 characters.

    Raises:
        AppConfigError: A text is empty or too long, or another application of the same account
            and region has the name. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::Application``, API ``CreateApplication``.
    """

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application_name: str | None = None,
        description: str | None = None,
    ) -> None:
        """Check the input, then create the application."""
        path = child_path(scope, id)
        name = (
            default_name(path, limits.APPLICATION_NAME)
            if application_name is None
            else application_name
        )
        taken = Ledger.of(scope).applications
        of_account = AccountName(name=name, path=path, stack=stack_of(scope))
        findings = [
            *checks.text_findings("application", name, description, path),
            *taken.findings(of_account),
        ]
        raise_for(f"application {path}", findings)
        super().__init__(scope, id)
        taken.add(of_account)
        for finding in findings:
            warn(self, finding)
        self._path = path
        self._name = name
        self._resource = resources.add_application(self, name=name, description=description)
        self._id = self._resource.ref

    @staticmethod
    @checked()
    def from_application_id(scope: Construct, id: str, application_id: str) -> AnyApplication:
        """Return an application that exists already; environments and profiles can be added to it.

        AppConfig's resources in CloudFormation name an application by its id, so that it cannot be
        imported by its name.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            application_id: Its id in AppConfig, 4 to 7 lower-case letters and digits, or a token.

        Raises:
            AppConfigError: No application can have this id.
        """
        return _Imported(scope, id, known_id("application", scope, id, application_id))

    @staticmethod
    @checked()
    def from_application_arn(scope: Construct, id: str, application_arn: str) -> AnyApplication:
        """Return an application that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No application can have this ARN.
        """
        [application_id] = ids_of_arn("application", scope, id, application_arn)
        return _Imported(scope, id, application_id, env=environment_of_arn(scope, application_arn))

    @property
    def application_name(self) -> str:
        """Name of the application in AppConfig."""
        return self._name


class _Imported(AnyApplication):
    """An application that exists already."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        application_id: str,
        *,
        env: interfaces.ResourceEnvironment | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._path = child_path(scope, id)
        self._id = application_id
        self._env = env
