"""AppConfig Agent beside what reads an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Stack
from constructs import Construct

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._agent_container import connect_task
from cdk_appconfig.constructs._agent_layer import LayerChoice
from cdk_appconfig.constructs._agent_settings import (
    ContainerSettings,
    container_variables,
    setting_findings,
)
from cdk_appconfig.constructs._agent_variables import AgentVariables, joined
from cdk_appconfig.constructs._argument_kinds import LIST
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._environment_operations import EnvironmentOperations
from cdk_appconfig.constructs._inputs import raise_for
from cdk_appconfig.constructs._prerequisites import Prerequisite
from cdk_appconfig.constructs._reading import Reading, Readings
from cdk_appconfig.constructs.agent import connect_function
from cdk_appconfig.constructs.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aws_cdk import aws_ecs as ecs
    from aws_cdk.interfaces.aws_appconfig import IApplicationRef, IConfigurationProfileRef
    from typing_extensions import Unpack

    from cdk_appconfig.constructs._agent_container import ContainerAgent
    from cdk_appconfig.constructs._agent_function import FunctionInput
    from cdk_appconfig.constructs._agent_settings import AgentSettings
    from cdk_appconfig.constructs.agent import LambdaAgent
    from cdk_appconfig.findings import Finding

__all__ = ["EnvironmentWithAgents"]


class EnvironmentWithAgents(EnvironmentOperations):
    """An environment, as far as those are concerned who read it, deploy to it or listen to it."""

    _application: IApplicationRef | None

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._reader_stacks: list[Stack] = []
        self._alarm_stacks: list[Stack] = []

    @checked(profiles=LIST)
    def add_agent_to_lambda(
        self,
        function: FunctionInput,
        *,
        profiles: Sequence[IConfigurationProfileRef],
        prefetch: bool = True,
        layer_version_arn: str | None = None,
        latest_layer: bool = False,
        agent_in_image: bool = False,
        **settings: Unpack[AgentSettings],
    ) -> LambdaAgent:
        """Let a Lambda function read this environment from AppConfig Agent on ``localhost``.

        The function gets the layer of the agent and its settings as variables; the names of the
        application, the environment and the profiles as ``APPCONFIG_APPLICATION``,
        ``APPCONFIG_ENVIRONMENT`` and ``APPCONFIG_PROFILES`` (several with a comma in between); and
        a policy of its own to read just these profiles, with ``kms:Decrypt`` on their customer
        managed keys. Variables hold names and no ids, so that an alarm of the function may watch
        the environment. Deployments to the environment wait for function and policy. Nothing that
        the function has is overwritten.

        Further calls for a function add to what it has: more profiles, another environment, whose
        names are in ``APPCONFIG_2_APPLICATION`` and so on, also of another application.

        Args:
            function: A function that the app makes, of the L2 or the L1, or an alias or a version
                of one.
            profiles: What it reads.
            prefetch: Whether the agent fetches the profiles before the function starts, and not
                with the first request.
            layer_version_arn: A layer of your own choice, by the ARN of its version. Left out, it
                is the one that this package knows for region and architecture.
            latest_layer: Whether the layer is the newest one when the stack is deployed: AWS names
                it in a public parameter, in commercial regions.
            agent_in_image: Whether the function is a container image with the agent inside. It then
                gets everything but the layer.
            settings: How the agent works: ``poll_interval``, ``log_level``, ``port`` and the rest
                of `AgentSettings`.

        Returns:
            The agent of the function.

        Raises:
            AppConfigError: The function is a container image without the agent, is imported or has
                no room for a layer, there is no layer for it, a profile belongs to another
                application, a setting is wrong or given twice, a variable has another value
                already, the environment is of another account and there is no role, or the stacks
                would wait for each other.

        Source:
            User guide, "Using AWS AppConfig Agent with AWS Lambda".
        """
        self._refuse_circle(function)
        agent = connect_function(
            self._reading_of(profiles, settings),
            function,
            LayerChoice(arn=layer_version_arn, latest=latest_layer, in_image=agent_in_image),
            settings,
            prefetch=prefetch,
            where=self._path,
        )
        self._note_reader(agent)
        return agent

    @checked(profiles=LIST)
    def add_agent_to_ecs(
        self,
        task_definition: ecs.TaskDefinition,
        *,
        profiles: Sequence[IConfigurationProfileRef],
        containers: Sequence[ecs.ContainerDefinition] | None = None,
        prefetch: bool = True,
        image: str | None = None,
        memory_reservation_mib: int | None = None,
        health_check: ecs.HealthCheck | None = None,
        logging: ecs.LogDriver | None = None,
        **settings: Unpack[ContainerSettings],
    ) -> ContainerAgent:
        """Let an ECS task read this environment from AppConfig Agent on ``localhost``.

        The task gets a container with the agent, on Fargate and on EC2; its containers the names
        of application, environment and profiles as variables, as in `add_agent_to_lambda`, and
        they start when the agent is healthy; the task role a policy of its own to read just these
        profiles. Deployments to the environment wait for that policy.

        Args:
            task_definition: A task definition of the app, with the container of the application.
            profiles: What it reads.
            containers: Which containers ask the agent. Left out, the first essential one.
            prefetch: Whether the agent fetches the profiles when it starts.
            image: Image of the agent. Left out, release 2.0.210365 by its digest.
            memory_reservation_mib: Memory for the agent, in MiB; 64 when left out.
            health_check: How ECS tells that it is well. Left out, by ``/ping`` with ``curl``.
            logging: Where its log goes. Left out, to CloudWatch as ``appconfig-agent``.
            settings: How the agent works: ``poll_interval``, ``log_level``, ``port`` and the rest
                of `ContainerSettings`.

        Returns:
            The agent of the task.

        Raises:
            AppConfigError: The task definition is imported or has no container yet, a profile
                belongs to another application, a setting is wrong or given twice, a variable has
                another value already, the environment is of another account and there is no role,
                or the stacks would wait for each other.

        Source:
            User guide, "Using AWS AppConfig Agent with Amazon ECS and Amazon EKS".
        """
        self._refuse_circle(task_definition)
        agent = connect_task(
            self._reading_of(profiles, settings),
            task_definition,
            settings,
            {
                "image": image,
                "memory_reservation_mib": memory_reservation_mib,
                "health_check": health_check,
                "logging": logging,
            },
            containers=containers,
            prefetch=prefetch,
            where=self._path,
        )
        self._note_reader(agent)
        return agent

    @checked(profiles=LIST)
    def agent_variables(
        self,
        *,
        profiles: Sequence[IConfigurationProfileRef],
        prefetch: bool = True,
        **settings: Unpack[ContainerSettings],
    ) -> AgentVariables:
        """Return the variables of an agent that you put beside an application yourself.

        In Kubernetes, on a server, or in a task definition of the L1. What reads is allowed to with
        ``grant_read_config``.

        Args:
            profiles: What is read.
            prefetch: Whether the agent fetches the profiles when it starts.
            settings: How the agent works: ``poll_interval``, ``log_level``, ``port`` and the rest
                of `ContainerSettings`.

        Returns:
            The variables of the agent and those of the application.

        Raises:
            AppConfigError: A profile belongs to another application, or a setting is wrong.

        Source:
            User guide, "(Optional) Using environment variables to configure AWS AppConfig Agent for
            Amazon ECS and Amazon EKS", and the same for Amazon EC2.
        """
        reading = self._reading_of(profiles, settings)
        findings = [
            *reading.findings(self._path, prefetch=prefetch),
            *setting_findings(settings, ContainerSettings, self._path),
        ]
        raise_for(f"agent of environment {self._path}", findings)
        region = {"SERVICE_REGION": reading.region}
        listed = {"PREFETCH_LIST": reading.prefetched} if prefetch else {}
        return AgentVariables(
            agent=joined({**region, **container_variables(settings), **listed}),
            application=joined(Readings().names(reading)),
        )

    def _reading_of(
        self, profiles: Sequence[IConfigurationProfileRef], settings: AgentSettings
    ) -> Reading:
        return Reading(
            environment=self,
            application=self._application,
            profiles=tuple(profiles),
            role_arn=settings.get("role_arn"),
            manifest=settings.get("manifest"),
            service_region=settings.get("service_region"),
        )

    def _note_reader(self, agent: LambdaAgent | ContainerAgent) -> None:
        self._reader_stacks.append(Stack.of(agent))
        for resource in agent.before_deployments:
            Ledger.of(self).prerequisites.add(
                self._application_id, Prerequisite(resource=resource, environment_id=self._id)
            )

    def _refuse_circle(self, reader: object) -> None:
        """Refuse what reads if its stack and ours would wait for each other."""
        if isinstance(reader, Construct):
            raise_for(f"environment {self._path}", self._circle_findings(Stack.of(reader)))

    def _circle_findings(self, readers: Stack) -> Iterator[Finding]:
        """Yield the finding that the stack of a reader and ours would wait for each other."""
        own = Stack.of(self)
        if own is readers:
            return
        paths = (own.node.path, readers.node.path)
        if readers in self._alarm_stacks:
            yield checks.circle(*paths, "is watched by an alarm of", self._path)
        elif readers in _earlier(own):
            yield checks.circle(*paths, "already waits for", self._path)

    def _alarm_circle_findings(self, alarms: Stack | None) -> Iterator[Finding]:
        """Yield the finding that the stack of an alarm reads what the alarm watches."""
        if alarms is not None and alarms in self._reader_stacks and alarms is not Stack.of(self):
            paths = (Stack.of(self).node.path, alarms.node.path)
            yield checks.circle(*paths, "would be watched by an alarm of", self._path)


def _earlier(stack: Stack) -> list[Stack]:
    """Return the stacks that a stack is known to wait for."""
    found: list[Stack] = []
    queue = [stack]
    while queue:
        new = [each for each in queue.pop().dependencies if each not in found]
        found += new
        queue += new
    return found
