"""What people and programs do with an environment: read it, deploy to it, hear of deployments."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

import jsii
from aws_cdk import Duration, interfaces
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk.interfaces.aws_appconfig import EnvironmentReference, IEnvironmentRef
from constructs import Construct

from cdk_appconfig.checks import environment as checks
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._access import arn, operating, policy_statements, reading
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import DurationInput, StrategyInput, in_minutes, raise_for
from cdk_appconfig.constructs._references import environment_of_stack
from cdk_appconfig.constructs.extension_association import ExtensionAssociation
from cdk_appconfig.constructs.grants import EnvironmentGrants, operation_findings
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.model.extension import ActionPoint, AwsExtension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_events as events
    from aws_cdk.interfaces.aws_appconfig import IConfigurationProfileRef

__all__ = ["EnvironmentOperations"]

PrincipalInput: TypeAlias = "iam.IPrincipal | iam.PrincipalBase | iam.IRole | str"
"""Who may assume a role: a principal, or the id of an account as text."""


class RuleTarget(Protocol):
    """What EventBridge can call: the targets of ``aws_cdk.aws_events_targets``."""

    def bind(self, rule: Any, id: str | None = ..., /) -> events.RuleTargetConfig:
        """Return how the rule calls it."""
        ...


@jsii.implements(IEnvironmentRef)
class EnvironmentOperations(Construct):
    """An environment, as far as those are concerned who read it, deploy to it or listen to it."""

    _path: str
    _application_id: str
    _id: str
    _env: interfaces.ResourceEnvironment | None = None

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._rules: dict[str, events.Rule] = {}

    @property
    def application_id(self) -> str:
        """Id of the application it belongs to."""
        return self._application_id

    @property
    def environment_id(self) -> str:
        """Id of the environment, such as ``4shu6ab``; known once it is deployed."""
        return self._id

    @property
    def environment_arn(self) -> str:
        """ARN of the environment."""
        return arn(self, self._application_id, "environment", self._id)

    @property
    def environment_ref(self) -> EnvironmentReference:
        """Reference to the environment, as L1 and L2 constructs take it."""
        return self._reference

    @cached_property
    def _reference(self) -> EnvironmentReference:
        return EnvironmentReference(application_id=self._application_id, environment_id=self._id)

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the environment."""
        return self._env or environment_of_stack(self)

    @property
    def grants(self) -> EnvironmentGrants:
        """What can be allowed on this environment, as the CDK's L2 constructs offer it."""
        return EnvironmentGrants.from_environment(self)

    @checked()
    def grant_read_config(
        self,
        grantee: iam.IGrantable,
        *,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
    ) -> iam.Grant:
        """Allow to read what is deployed to this environment; see `EnvironmentGrants.read_config`.

        Args:
            grantee: Who may: a function, a role, a user.
            profiles: What may be read. Left out, every profile, their keys excepted.

        Raises:
            AppConfigError: A profile belongs to another application. Nothing has been granted then.
        """
        return self.grants.read_config(grantee, profiles=profiles)

    @checked()
    def grant_start_deployment(
        self,
        grantee: iam.IGrantable,
        *,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
        deployment_strategies: Sequence[StrategyInput] | None = None,
    ) -> iam.Grant:
        """Allow to start deployments here; see `EnvironmentGrants.start_deployment`.

        Args:
            grantee: Who may: a pipeline, a role, a user.
            profiles: What may be deployed. Left out, every profile of the application, their keys
                excepted.
            deployment_strategies: How it may spread. Left out, in every way.

        Raises:
            AppConfigError: A profile belongs to another application, or a strategy does not exist.
                Nothing has been granted then.
        """
        return self.grants.start_deployment(
            grantee, profiles=profiles, deployment_strategies=deployment_strategies
        )

    @checked()
    def grant_stop_deployment(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to stop deployments here and to take finished ones back.

        Args:
            grantee: Who may: a role, a user, a function.
        """
        return self.grants.stop_deployment(grantee)

    @checked()
    def grant_read_deployments(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to see the deployments to this environment, and how far they are.

        Args:
            grantee: Who may: a pipeline, a role, a function.
        """
        return self.grants.read_deployments(grantee)

    @checked()
    def reader_role(
        self,
        principals: Sequence[PrincipalInput],
        *,
        id: str = "ReaderRole",
        external_id: str | None = None,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
    ) -> iam.Role:
        """Make a role with which others, of another account for example, read this environment.

        It has a name of its own as soon as a stack of another account refers to it.

        Args:
            principals: Who may assume it: principals of IAM, or ids of accounts as text.
            id: Construct id of the role, for a second one.
            external_id: A text that they must give to assume it. Ask for one where a third party
                assumes the role for its customers.
            profiles: What may be read. Left out, every profile, their keys excepted.

        Returns:
            The role.

        Raises:
            AppConfigError: There is no principal, a text is not the id of an account, or a
                profile belongs to another application. Nothing has been created then.
        """
        findings = [
            *checks.reader_findings(principals, self._path),
            *operation_findings(self, profiles, None, self._path),
        ]
        raise_for(f"environment {self._path}", findings)
        trusted = [
            iam.AccountPrincipal(str(one)) if isinstance(one, str) else one for one in principals
        ]
        return resources.add_reader_role(
            self,
            id,
            trusted=cast("list[iam.IPrincipal]", trusted),
            external_id=external_id,
            statements=policy_statements(reading(self, profiles)),
        )

    @checked()
    def operator_policy(
        self,
        *,
        id: str = "OperatorPolicy",
        managed_policy_name: str | None = None,
        profiles: Sequence[IConfigurationProfileRef] | None = None,
        deployment_strategies: Sequence[StrategyInput] | None = None,
    ) -> iam.ManagedPolicy:
        """Make a policy for those who look after this environment in the console.

        They see its deployments and the versions of its profiles, save new versions, start and stop
        deployments, and take them back; in this environment and in no other. The lists of
        applications and strategies are those of the account: IAM offers no less. With customer
        managed keys of the profiles, ``kms:Decrypt`` and ``kms:GenerateDataKey`` on them as well.

        Args:
            id: Construct id of the policy, for a second one.
            managed_policy_name: Name of the policy, for those who refer to it by name, such as
                permission sets of IAM Identity Center. Left out, CloudFormation makes one.
            profiles: What they look after. Left out, every profile of the application, their keys
                excepted.
            deployment_strategies: How a deployment may spread. Left out, in every way.

        Returns:
            The policy. Add it to roles, groups and users.

        Raises:
            AppConfigError: A profile belongs to another application, or a strategy does not exist.
                Nothing has been created then.

        Source:
            Service authorization reference, AWS AppConfig.
        """
        findings = operation_findings(self, profiles, deployment_strategies, self._path)
        raise_for(f"environment {self._path}", findings)
        return resources.add_managed_policy(
            self,
            id,
            name=managed_policy_name,
            description="Lets people look after one environment of AWS AppConfig",
            statements=policy_statements(operating(self, profiles, deployment_strategies)),
        )

    @checked()
    def metric_returned_count(
        self,
        *,
        profile: IConfigurationProfileRef | None = None,
        flag_key: str | None = None,
        variant: str | None = None,
        statistic: str = "Sum",
        period: DurationInput | None = None,
    ) -> cloudwatch.MathExpression:
        """Return how often flags were returned to entities, one line for each metric that fits.

        AppConfig Agent counts what it returns for experiments. The account has to ask for these
        metrics first, with ``UpdateAccountSettings`` and ``VendedMetrics``, which CloudFormation
        cannot do. AWS names the dimensions in prose only, so this is a search for metrics with the
        given ids: it can be drawn, but no alarm can watch it.

        Args:
            profile: Only flags of this profile.
            flag_key: Only this flag.
            variant: Only this variant, or treatment of an experiment.
            statistic: What to draw of it, such as ``Sum`` or ``Average``.
            period: Time of one point, five minutes if left out.

        Returns:
            A search expression, for the widgets of a dashboard.

        Source:
            User guide, "Observing treatment traffic".
        """
        terms = [self._application_id, self._id]
        if profile is not None:
            terms.append(profile.configuration_profile_ref.configuration_profile_id)
        terms += [term for term in (flag_key, variant) if term is not None]
        of_time = timedelta(minutes=5) if period is None else period
        seconds = round(in_minutes(of_time) * 60)
        found = " ".join(f'"{term}"' for term in terms)
        searched = f'Namespace="AWS/AppConfig" MetricName="ReturnedCount" {found}'
        return cloudwatch.MathExpression(
            expression=f"SEARCH('{searched}', '{statistic}', {seconds})",
            using_metrics={},
            label="",
            period=Duration.seconds(seconds),
        )

    @checked()
    def on_deployment_started(self, target: RuleTarget) -> events.Rule:
        """Do something when a deployment to this environment starts; see `on_deployment_completed`.

        Args:
            target: What EventBridge calls.

        Returns:
            The rule, to which more targets can be added.
        """
        return self._on("OnDeploymentStarted", "starts", ActionPoint.ON_DEPLOYMENT_START, target)

    @checked()
    def on_deployment_completed(self, target: RuleTarget) -> events.Rule:
        """Do something when a deployment to this environment has finished.

        AppConfig tells the default event bus once the extension
        ``AWS.AppConfig.DeploymentNotificationsToEventBridge`` is associated with the environment or
        its application. If neither is, the first of these calls associates it with the environment.

        Args:
            target: What EventBridge calls.

        Returns:
            The rule, to which more targets can be added.

        Source:
            User guide, "Using the AWS AppConfig deployment events to Amazon EventBridge extension".
        """
        return self._on(
            "OnDeploymentCompleted", "has finished", ActionPoint.ON_DEPLOYMENT_COMPLETE, target
        )

    @checked()
    def on_deployment_rolled_back(self, target: RuleTarget) -> events.Rule:
        """Do something when a deployment to this environment was taken back.

        See `on_deployment_completed`.

        Args:
            target: What EventBridge calls.

        Returns:
            The rule, to which more targets can be added.
        """
        return self._on(
            "OnDeploymentRolledBack",
            "was taken back",
            ActionPoint.ON_DEPLOYMENT_ROLLED_BACK,
            target,
        )

    def _on(self, id: str, what: str, point: ActionPoint, target: RuleTarget) -> events.Rule:
        self._tell_event_bus()
        rule = self._rules.get(id)
        if rule is None:
            rule = self._rules[id] = resources.add_deployment_rule(
                self,
                id,
                description=f"A deployment to one AppConfig environment {what}",
                environment_id=self._id,
                event="".join(word.capitalize() for word in point.value.split("_")),
            )
        rule.add_target(cast("events.IRuleTarget", target))
        return rule

    def _tell_event_bus(self) -> None:
        extension = AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE
        own = f"{self._application_id}/environment/{self._id}"
        ledger = Ledger.of(self)
        if not any(
            ledger.is_associated(extension.value, path) for path in (own, self._application_id)
        ):
            ExtensionAssociation(
                self,
                "DeploymentEvents",
                extension=extension,
                resource=self,
            )
