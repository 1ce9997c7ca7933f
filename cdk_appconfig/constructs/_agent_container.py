"""AppConfig Agent in an ECS task: its container, its variables and the right to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from aws_cdk import Duration, Stack
from constructs import Construct

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._agent_needs import AgentNeed, KnownAgent
from cdk_appconfig.constructs._agent_settings import (
    ContainerSettings,
    container_variables,
    setting_findings,
)
from cdk_appconfig.constructs._agent_variables import Variables
from cdk_appconfig.constructs._inputs import construct_key, raise_for
from cdk_appconfig.constructs._reading import Readings, ReadPolicy
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_iam as iam
    from constructs import IConstruct

    from cdk_appconfig.constructs._agent_variables import NewVariables
    from cdk_appconfig.constructs._reading import Reading
    from cdk_appconfig.findings import Finding

__all__ = ["IMAGE", "ContainerAgent", "connect_task"]

IMAGE = (
    "public.ecr.aws/aws-appconfig/aws-appconfig-agent"
    "@sha256:5e23ec8b3eb883680cdf1e4224c8d0f99405e14eb67131a2def7316eaa418f1a"
)
"""The container of the agent for both architectures: what the tag ``2.x``, which the user guide
names, stood for on 22 September 2026. It is release 2.0.210365, as its ``/ping`` says."""

_TAGGED = re.compile(r"public\.ecr\.aws/aws-appconfig/aws-appconfig-agent:2\.0\.(?P<build>\d+)")
_ENTITY_IDS_BUILD = 136060
"""Entity ids need release 2.0.136060, by the user guide; of variants it names no container's."""

_PORT = 2772
_MEMORY_MIB = 64
_TASK = "AWS::ECS::TaskDefinition"
_PREFETCH = "PREFETCH_LIST"


class ContainerAgent(Construct):
    """AppConfig Agent in one ECS task, however many environments it reads.

    Made by ``environment.add_agent_to_ecs``, once for each task definition.

    Args:
        scope: The stack of the task definition.
        id: Its construct id, made from that of the task definition.
        task_definition: The task definition.
        container: The container of the agent.
        known: What is known of its age.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        task_definition: ecs.TaskDefinition,
        container: ecs.ContainerDefinition,
        known: KnownAgent,
    ) -> None:
        super().__init__(scope, id)
        self.known = known
        self._container = container
        self._reads = ReadPolicy(self, task_definition.task_role)
        self.readings = Readings()
        self.variables = Variables(container.node.path, {})
        self.asking: dict[str, Variables] = {}

    @property
    def container(self) -> ecs.ContainerDefinition:
        """The container of the agent."""
        return self._container

    @property
    def policy(self) -> iam.Policy:
        """The policy that lets the task read; what needs it waits for it."""
        return self._reads.policy

    @property
    def before_deployments(self) -> list[IConstruct]:
        """What deployments wait for: the permission to read."""
        return [self._reads.policy]

    def connect(self, reading: Reading, variables: NewVariables) -> None:
        """Let the task read, and tell the agent how."""
        self.readings.note(reading)
        self._reads.allow(reading)
        for name, value in self.variables.give(variables).items():
            self._container.add_environment(name, value)

    def ask(
        self, container: ecs.ContainerDefinition, variables: Variables, names: NewVariables
    ) -> None:
        """Tell a container what it asks the agent for, and let it start after the agent."""
        from aws_cdk import aws_ecs as ecs  # noqa: PLC0415 whose task is known has it

        for name, value in variables.give(names).items():
            container.add_environment(name, value)
        if container.node.path not in self.asking:
            self.asking[container.node.path] = variables
            container.add_container_dependencies(
                ecs.ContainerDependency(
                    container=self._container, condition=ecs.ContainerDependencyCondition.HEALTHY
                )
            )


def connect_task(
    reading: Reading,
    task: Any,
    settings: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    containers: Sequence[ecs.ContainerDefinition] | None,
    prefetch: bool,
    where: str,
) -> ContainerAgent:
    """Put the agent into a task, unless something is wrong with it.

    Args:
        reading: What it reads.
        task: The task definition, as the user passed it.
        settings: How the agent works, by name.
        options: How its container is made.
        containers: Which containers ask it; ``None`` for the first one of the task.
        prefetch: Whether it fetches the profiles when it starts.
        where: Construct path of the environment.
    """
    subject = f"agent of environment {where}"
    raise_for(subject, _task_findings(task, containers, where))
    id, agent = _earlier(task)
    own_findings = setting_findings(settings, ContainerSettings, where)
    raise_for(subject, [*reading.findings(where, prefetch=prefetch), *own_findings])
    chosen = [task.default_container] if containers is None else containers
    asking = [(container, _variables(container, agent)) for container in chosen]
    readings = agent.readings if agent else Readings()
    names, new = readings.names(reading), container_variables(settings)
    needs = Ledger.of(task).agent_needs
    known = agent.known if agent else _known(task, options["image"])
    findings = [
        *readings.findings(reading, task, where),
        *(agent.variables.findings(new, where) if agent else []),
        *(found for _, variables in asking for found in variables.findings(names, where)),
        *needs.findings_of_reader(reading.places, known, where),
    ]
    raise_for(subject, findings)
    needs.read(reading.places, known)
    if agent is None:
        container = _container(task, settings.get("port", _PORT), options)
        agent = ContainerAgent(
            Stack.of(task), id, task_definition=task, container=container, known=known
        )
        findings += _network_findings(task, where)
        new = {"SERVICE_REGION": reading.region, **new}
    agent.connect(reading, {**new, **({_PREFETCH: reading.prefetched} if prefetch else {})})
    for container, variables in asking:
        agent.ask(container, variables, names)
    for finding in findings:
        warn(agent, finding)
    return agent


def _earlier(task: ecs.TaskDefinition) -> tuple[str, ContainerAgent | None]:
    """Return the construct id of the agent of a task, and the agent if there is one already."""
    stack = Stack.of(task)
    id = f"AppConfigAgent-{construct_key(task, stack)}"
    found = stack.node.try_find_child(id)
    return id, found if isinstance(found, ContainerAgent) else None


def _known(task: ecs.TaskDefinition, image: str | None) -> KnownAgent:
    """Return what is known of the agent in an image."""
    tagged = _TAGGED.fullmatch(image or "")
    is_old = tagged is not None and int(tagged["build"]) < _ENTITY_IDS_BUILD
    lacks = {AgentNeed.ENTITY_IDS} if is_old else set()
    return KnownAgent(words=f"the agent of {task.node.path}", option="image", lacks=lacks)


def _variables(container: ecs.ContainerDefinition, agent: ContainerAgent | None) -> Variables:
    """Return what is known of the variables of a container."""
    path = container.node.path
    if agent is not None and path in agent.asking:
        return agent.asking[path]
    own = cast("list[Any]", container.render_container_definition().environment or [])
    return Variables(path, {each.name: each.value for each in own})


def _task_findings(task: Any, containers: Sequence[object] | None, where: str) -> Iterator[Finding]:
    node = getattr(task, "node", None)
    resource = None if node is None else node.default_child
    name = repr(task) if node is None else node.path
    if getattr(resource, "cfn_resource_type", "") != _TASK or task is resource:
        yield checks.imported_task(name, where)
    elif not containers and (containers is not None or task.default_container is None):
        yield checks.no_container(name, where)


def _network_findings(task: ecs.TaskDefinition, where: str) -> Iterator[Finding]:
    from aws_cdk import aws_ecs as ecs  # noqa: PLC0415 whose task is known has it

    if task.network_mode not in {ecs.NetworkMode.AWS_VPC, ecs.NetworkMode.HOST}:
        yield checks.no_shared_localhost(task.node.path, where)


def _container(
    task: ecs.TaskDefinition, port: int, options: Mapping[str, Any]
) -> ecs.ContainerDefinition:
    from aws_cdk import aws_ecs as ecs  # noqa: PLC0415 whose task is known has it

    url = f"http://localhost:{port}/ping"
    return task.add_container(
        "AppConfigAgent",
        image=ecs.ContainerImage.from_registry(options["image"] or IMAGE),
        essential=True,
        memory_reservation_mib=options["memory_reservation_mib"] or _MEMORY_MIB,
        port_mappings=[ecs.PortMapping(container_port=port)],
        health_check=options["health_check"]
        or ecs.HealthCheck(
            command=["CMD-SHELL", f"curl -f {url} || exit 1"],
            interval=Duration.seconds(10),
            timeout=Duration.seconds(5),
            retries=3,
            start_period=Duration.seconds(10),
        ),
        logging=options["logging"] or ecs.LogDrivers.aws_logs(stream_prefix="appconfig-agent"),
    )
