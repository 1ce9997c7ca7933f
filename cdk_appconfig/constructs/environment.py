"""Environments: where configuration is deployed to, and what watches it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk_appconfig.checks import environment as checks
from cdk_appconfig.checks.boundary import circle
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._alarm import Alarm, AlarmInput
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._environment_agents import EnvironmentWithAgents
from cdk_appconfig.constructs._inputs import (
    StrategyInput,
    child_path,
    raise_for,
    strategy_findings,
    strategy_id,
)
from cdk_appconfig.constructs._prerequisites import Prerequisite
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    ids_of_arn,
    known_id,
    place_findings,
)
from cdk_appconfig.constructs._tree import refuse_circle
from cdk_appconfig.constructs.defaults import defaults_of
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.model import limits
from cdk_appconfig.model.deletion_protection import deletion_protection_findings

if TYPE_CHECKING:
    from aws_cdk.interfaces import ResourceEnvironment
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef
    from aws_cdk.interfaces.aws_iam import IRoleRef
    from constructs import Construct

    from cdk_appconfig.findings import Finding

__all__ = ["Environment"]


class Environment(EnvironmentWithAgents):
    """A deployment group of an application, such as ``beta`` or ``prod``.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        application: The application it belongs to: ours, of the L2, of the L1 or imported.
        environment_name: Name in AppConfig, 1 to 64 characters, unique in the application. Left
            out, it is ``id``.
        description: For people, at most 1024 characters.
        deployment_strategy: How deployments to this environment spread when `deploy` does not say
            otherwise: an id as text, a `DeploymentStrategyId`, or a strategy of the L1 or L2. Left
            out, it is that of `AppConfigDefaults`, else ``AppConfig.Canary10Percent20Minutes``.
        deletion_protection_check: Whether AppConfig refuses to delete the environment while it is
            in use: a `DeletionProtectionCheck` or its name. Left out, `AppConfigDefaults` say, else
            the settings of the account.

    Raises:
        AppConfigError: The name is taken in the application, a text is too long, or the strategy or
            the check does not exist. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::Environment``, API ``CreateEnvironment``.
    """

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        application: IApplicationRef,
        environment_name: str | None = None,
        description: str | None = None,
        deployment_strategy: StrategyInput | None = None,
        deletion_protection_check: str | None = None,
    ) -> None:
        """Check the input, then create the environment."""
        path = child_path(scope, id)
        name = id if environment_name is None else environment_name
        application_id = application.application_ref.application_id
        ledger = Ledger.of(scope)
        findings = [
            *ledger.new_name_findings("environment", application_id, name, description, path),
            *ledger.quota_findings("environment", application_id, application),
            *strategy_findings(deployment_strategy, path),
            *deletion_protection_findings(deletion_protection_check, path),
            *place_findings(application, scope, path),
        ]
        raise_for(f"environment {path}", findings)
        super().__init__(scope, id)
        ledger.take_name("environment", application_id, name, path)
        for finding in findings:
            warn(self, finding)
        defaults = defaults_of(scope)
        self._path = path
        self._application_id = application_id
        self._application = application
        self._name = name
        self._resource = resources.add_environment(
            self,
            application_id=application_id,
            name=name,
            description=description,
            deletion_protection_check=deletion_protection_check
            or defaults.deletion_protection_check,
        )
        self._id = self._resource.ref
        self._deployment_strategy_id = (
            defaults.deployment_strategy_id
            if deployment_strategy is None
            else strategy_id(deployment_strategy)
        )
        self._monitors: list[tuple[str, str]] = []
        self._alarm_role: iam.Role | None = None
        self._alarm_statement: iam.PolicyStatement | None = None

    @staticmethod
    @checked()
    def from_environment_id(
        scope: Construct, id: str, environment_id: str, *, application: IApplicationRef
    ) -> EnvironmentWithAgents:
        """Return an environment that exists already: to deploy to it, read it or listen to it.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            environment_id: Its id in AppConfig, 4 to 7 lower-case letters and digits, or a token.
            application: The application it belongs to.

        Raises:
            AppConfigError: No environment can have this id.
        """
        known = known_id("environment", scope, id, environment_id)
        application_id = application.application_ref.application_id
        return _Imported(
            scope, id, application_id, known, application=application, env=application.env
        )

    @staticmethod
    @checked()
    def from_environment_arn(
        scope: Construct, id: str, environment_arn: str
    ) -> EnvironmentWithAgents:
        """Return an environment that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No environment can have this ARN.
        """
        ids = ids_of_arn("environment", scope, id, environment_arn)
        return _Imported(scope, id, *ids, env=environment_of_arn(scope, environment_arn))

    @property
    def environment_name(self) -> str:
        """Name of the environment in AppConfig."""
        return self._name

    @property
    def deployment_strategy_id(self) -> str | None:
        """Id of the default strategy of this environment, if it has one of its own."""
        return self._deployment_strategy_id

    @property
    def alarm_role(self) -> iam.Role | None:
        """The role made for the alarms; ``None`` as long as none was needed."""
        return self._alarm_role

    @checked()
    def add_monitor(
        self,
        alarm: AlarmInput,
        *,
        alarm_role: IRoleRef | None = None,
        composite: bool | None = None,
    ) -> None:
        """Let a CloudWatch alarm watch this environment: when it goes off, a rollout is undone.

        It can be called at any time, also after deployments to the environment were declared.
        AppConfig watches during the rollout and its bake time; it is documented to react to
        ``ALARM`` and, on one page, to ``INSUFFICIENT_DATA`` as well. So tell the alarm how to treat
        missing data: a warning says where that is forgotten, and where an alarm can do nothing
        because its actions are disabled or it is in another account or region.

        Args:
            alarm: A metric alarm or a composite alarm: of the L2, of the L1, imported, or its ARN.
            alarm_role: The role with which AppConfig reads the alarm's state. It needs
                ``cloudwatch:DescribeAlarms`` and must trust ``appconfig.amazonaws.com``. Left out,
                one role for all alarms of the environment is made and kept as narrow as IAM allows.
                Deployments to the environment wait for a role of yours and for its own policies.
            composite: Whether the alarm is a composite one, whose state can only be read together
                with that of all alarms. Left out, the construct tells; one that is imported, or
                known by its ARN, is taken for a metric alarm.

        Raises:
            AppConfigError: It is no alarm, or the environment is already watched by five. That the
                alarm waits for the environment shows at synthesis, which fails then.

        Source:
            API ``CreateEnvironment``, shape ``Monitor``; user guide, "Setting up AWS AppConfig".
        """
        watching = Alarm.of(alarm)
        findings = [
            *self._monitor_findings(watching),
            *self._alarm_circle_findings(watching.stack),
        ]
        raise_for(f"environment {self._path}", findings)
        for finding in findings:
            warn(self, finding)
        if not self._monitors:
            policy = "the policy that grant_read_config or add_agent_to_lambda makes"
            refuse_circle(self._resource, str(circle("environment", "{way}", self._path, policy)))
            self._warn_of_deployments_without_time()
        if alarm_role is None:
            is_composite = watching.is_composite if composite is None else composite
            # ``DescribeAlarms`` finds a composite alarm only where every alarm is allowed.
            role_arn = self._alarm_role_arn("*" if is_composite else watching.arn)
        else:
            role_arn = alarm_role.role_ref.role_arn
            Ledger.of(self).prerequisites.add(
                self._application_id, Prerequisite(resource=alarm_role, environment_id=self._id)
            )
        self._monitors.append((watching.arn, role_arn))
        if watching.stack is not None:
            self._alarm_stacks.append(watching.stack)
        resources.set_monitors(self._resource, self._monitors)

    def _warn_of_deployments_without_time(self) -> None:
        """Warn of deployments that are over before alarms can act; of later ones as well."""
        ledger = Ledger.of(self)
        ledger.watched[self._id] = self._path
        for place, deployment in ledger.prerequisites.deployments_of(self._application_id):
            for finding in ledger.alarm_time_findings(place, deployment):
                warn(place.profile, finding)

    def _monitor_findings(self, alarm: Alarm) -> list[Finding]:
        findings = list(alarm.findings(Stack.of(self), self._path))
        count = len(self._monitors) + 1
        if count > limits.MONITORS:
            findings.append(checks.too_many_monitors(count, self._path))
        if alarm.arn and any(alarm.arn == arn for arn, _ in self._monitors):
            other = f"another monitor: {alarm.words}"
            findings.append(checks.alarm_twice(alarm.words, other, self._path))
        return findings

    def _alarm_role_arn(self, readable_arn: str) -> str:
        """Return the environment's own alarm role, able to read one more alarm."""
        if self._alarm_role is None or self._alarm_statement is None:
            self._alarm_statement = iam.PolicyStatement(actions=["cloudwatch:DescribeAlarms"])
            self._alarm_role = resources.add_role(
                self,
                "AlarmRole",
                description="Lets AWS AppConfig read the alarms of one environment",
                policy_name="DescribeAlarms",
                statements=[self._alarm_statement],
            )
        self._alarm_statement.add_resources(readable_arn)
        return self._alarm_role.role_arn


class _Imported(EnvironmentWithAgents):
    """An environment that exists already."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        application_id: str,
        environment_id: str,
        *,
        application: IApplicationRef | None = None,
        env: ResourceEnvironment,
    ) -> None:
        super().__init__(scope, id)
        self._path = child_path(scope, id)
        self._application_id = application_id
        self._application = application
        self._id = environment_id
        self._env = env
