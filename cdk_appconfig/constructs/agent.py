"""AppConfig Agent beside a Lambda function: its layer, its variables and the right to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs import Construct

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._agent_function import AgentFunction, function_findings
from cdk_appconfig.constructs._agent_layer import LayerChoice, is_agent_layer, lacking
from cdk_appconfig.constructs._agent_needs import KnownAgent
from cdk_appconfig.constructs._agent_settings import (
    LAMBDA_PREFIX,
    AgentSettings,
    lambda_variables,
    setting_findings,
)
from cdk_appconfig.constructs._agent_variables import Variables
from cdk_appconfig.constructs._inputs import construct_key, raise_for
from cdk_appconfig.constructs._reading import Readings, ReadPolicy
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aws_cdk import aws_iam as iam
    from constructs import IConstruct

    from cdk_appconfig.constructs._agent_variables import NewVariables
    from cdk_appconfig.constructs._reading import Reading
    from cdk_appconfig.findings import Finding

__all__ = ["LambdaAgent", "connect_function"]

_PREFETCH = f"{LAMBDA_PREFIX}PREFETCH_LIST"


class LambdaAgent(Construct):
    """AppConfig Agent beside one function, however many environments it reads.

    Made by ``environment.add_agent_to_lambda``, once for each function. It is in the stack of the
    function and no part of the function itself: what waits for the function must not wait for the
    environment, which may be waiting for an alarm of the function.

    Args:
        scope: The stack of the function.
        id: Its construct id, made from the function's construct id.
        function: The function.
    """

    def __init__(self, scope: Construct, id: str, function: AgentFunction) -> None:
        super().__init__(scope, id)
        self._function = function
        self._reads = ReadPolicy(self, function.role_in(self))
        self._layer_version_arn: str | None = None
        self.readings = Readings()
        self.variables = Variables(function.path, function.variables)

    @property
    def policy(self) -> iam.Policy:
        """The policy that lets the function read; what needs it waits for it."""
        return self._reads.policy

    @property
    def before_deployments(self) -> list[IConstruct]:
        """What deployments wait for: the function and its permission to read."""
        return [self._function.resource, self._reads.policy]

    @property
    def layer_version_arn(self) -> str | None:
        """ARN of the layer; ``None`` where the function had the agent already."""
        return self._layer_version_arn

    def connect(self, reading: Reading, variables: NewVariables) -> None:
        """Let the function read, and tell its code what."""
        self.readings.note(reading)
        self._reads.allow(reading)
        for name, value in self.variables.give(variables).items():
            self._function.set_variable(name, value)

    def add_layer(self, arn: str) -> None:
        """Give the function the layer."""
        self._function.add_layer(self, arn)
        self._layer_version_arn = arn


def connect_function(
    reading: Reading,
    given: object,
    layer: LayerChoice,
    settings: Mapping[str, Any],
    *,
    prefetch: bool,
    where: str,
) -> LambdaAgent:
    """Put the agent beside a function, unless something is wrong with it.

    Args:
        reading: What it reads.
        given: The function, as the user passed it.
        layer: Which layer it takes.
        settings: How it works, by name.
        prefetch: Whether it fetches the profiles before the function starts.
        where: Construct path of the environment.
    """
    subject = f"agent of environment {where}"
    function = _looked_at(given, layer, subject, where)
    id, agent = _earlier(function)
    raise_for(
        subject,
        [
            *reading.findings(where, prefetch=prefetch),
            *setting_findings(settings, AgentSettings, where),
            *layer.findings(function.stack, function.architecture, where),
            *_layer_findings(agent, layer, function, where),
        ],
    )
    needs, known = Ledger.of(function.construct).agent_needs, _known(layer, function)
    readings = agent.readings if agent else Readings()
    variables = agent.variables if agent else Variables(function.path, function.variables)
    new = _new_variables(reading, readings, function, settings, prefetch=prefetch)
    findings = [
        *readings.findings(reading, function.construct, where),
        *variables.findings(new, where),
        *needs.findings_of_reader(reading.places, known, where),
    ]
    raise_for(subject, findings)
    needs.read(reading.places, known)
    agent = agent or LambdaAgent(function.stack, id, function)
    for finding in findings:
        warn(agent, finding)
    agent.connect(reading, new)
    if agent.layer_version_arn is None and not _has_agent(function):
        agent.add_layer(layer.arn_in(function.stack, function.architecture))
    return agent


def _earlier(function: AgentFunction) -> tuple[str, LambdaAgent | None]:
    """Return the construct id of the agent of a function, and the agent if there is one already."""
    id = f"AppConfigAgent-{construct_key(function.construct, function.stack)}"
    found = function.stack.node.try_find_child(id)
    return id, found if isinstance(found, LambdaAgent) else None


def _looked_at(given: object, layer: LayerChoice, subject: str, where: str) -> AgentFunction:
    """Return what is known of a function, if it is one that can have the agent."""
    raise_for(subject, function_findings(given, where))
    function = AgentFunction(given)
    raise_for(subject, function.image_findings(where, in_image=layer.in_image))
    return function


def _new_variables(
    reading: Reading,
    readings: Readings,
    function: AgentFunction,
    settings: Mapping[str, Any],
    *,
    prefetch: bool,
) -> NewVariables:
    is_elsewhere = not is_token(reading.region) and reading.region != function.stack.region
    settings = {**settings, "service_region": reading.region} if is_elsewhere else settings
    listed = {_PREFETCH: reading.prefetched} if prefetch else {}
    return {**lambda_variables(settings), **readings.names(reading), **listed}


def _known(layer: LayerChoice, function: AgentFunction) -> KnownAgent:
    """Return what is known of the agent that a function has, or gets."""
    arn = next(filter(is_agent_layer, function.layers), layer.arn)
    words = f"the layer of {function.path}"
    return KnownAgent(words=words, option="layer_version_arn", lacks=lacking(arn))


def _has_agent(function: AgentFunction) -> bool:
    """Tell whether a function has the agent by itself: in its image, or as a layer."""
    return function.is_image or any(map(is_agent_layer, function.layers))


def _layer_findings(
    agent: LambdaAgent | None, layer: LayerChoice, function: AgentFunction, where: str
) -> Iterator[Finding]:
    if not agent and not _has_agent(function):
        yield from function.room_findings(where)
    elif layer.is_asked_for and not layer.in_image:
        yield checks.layer_twice(function.path, where)
