"""AppConfig Agent beside a Lambda function: its layer, its variables and the right to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from aws_cdk import Stack
from constructs import Construct

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._agent_layer import LayerChoice, is_agent_layer
from cdk_appconfig.constructs._agent_settings import (
    LAMBDA_PREFIX,
    AgentSettings,
    lambda_variables,
    setting_findings,
)
from cdk_appconfig.constructs._inputs import construct_key, raise_for
from cdk_appconfig.constructs._reading import ReadNames, ReadPolicy
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_lambda as lambda_
    from constructs import IConstruct

    from cdk_appconfig.constructs._reading import Reading
    from cdk_appconfig.findings import Finding

__all__ = ["FunctionInput", "LambdaAgent", "connect_function"]

FunctionInput: TypeAlias = "lambda_.FunctionBase | lambda_.IFunction"
"""A function of the L2 that the app makes, or an alias or a version of one."""

_FUNCTION = "AWS::Lambda::Function"
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

    def __init__(self, scope: Construct, id: str, function: lambda_.Function) -> None:
        super().__init__(scope, id)
        self._function = function
        self._reads = ReadPolicy(self, cast("iam.IRole", function.role))
        self._names = ReadNames()
        self.given: dict[str, str] = {}
        self._layer_version_arn: str | None = None

    @property
    def policy(self) -> iam.Policy:
        """The policy that lets the function read; what needs it waits for it."""
        return self._reads.policy

    @property
    def before_deployments(self) -> list[IConstruct]:
        """What deployments wait for: the function and its permission to read."""
        return [cast("IConstruct", self._function.node.default_child), self._reads.policy]

    @property
    def layer_version_arn(self) -> str | None:
        """ARN of the layer; ``None`` where the function had the agent already."""
        return self._layer_version_arn

    def variables(self, reading: Reading, *, prefetch: bool) -> dict[str, str]:
        """Return the variables that name what is read: lists go on where they ended."""
        return self._names.variables(reading, _PREFETCH if prefetch else None)

    def connect(self, reading: Reading, variables: Mapping[str, str], role_arn: str | None) -> None:
        """Let the function read, and tell its code what."""
        self._reads.allow(reading, role_arn)
        self.given.update(variables)
        for name, value in variables.items():
            self._function.add_environment(name, value)

    def add_layer(self, arn: str) -> None:
        """Give the function the layer."""
        from aws_cdk import aws_lambda as lambda_  # noqa: PLC0415 whose function is known has it

        layer = lambda_.LayerVersion.from_layer_version_arn(self, "Layer", arn)
        self._function.add_layers(layer)
        self._layer_version_arn = arn


def connect_function(
    reading: Reading,
    function: Any,
    layer: LayerChoice,
    settings: Mapping[str, Any],
    *,
    prefetch: bool,
    where: str,
) -> LambdaAgent:
    """Put the agent beside a function, unless something is wrong with it.

    Args:
        reading: What it reads.
        function: What the user passed.
        layer: Which layer it takes.
        settings: How it works, by name.
        prefetch: Whether it fetches the profiles before the function starts.
        where: Construct path of the environment.
    """
    made = getattr(function, "lambda_", function)
    subject = f"agent of environment {where}"
    raise_for(subject, _function_findings(made, where))
    stack = Stack.of(made)
    id = f"AppConfigAgent-{construct_key(made, stack)}"
    agent = stack.node.try_find_child(id)
    layers = stack.resolve(made.node.default_child.layers) or []
    raise_for(
        subject,
        [
            *reading.findings(where, prefetch=prefetch),
            *setting_findings(settings, AgentSettings, where),
            *layer.findings(stack, made.architecture.name, where),
            *_layer_findings(agent, layer, layers, made, where),
        ],
    )
    new = lambda_variables(settings)
    readers, name = Ledger.of(made).variant_readers, made.node.path
    places = reading.places if _is_old(layer, layers, made) else []
    old = readers.findings_of_reader(places, name, where)
    raise_for(subject, [*_variable_findings(agent, new, made, where), *old])
    readers.read(places, name)
    if not isinstance(agent, LambdaAgent):
        agent = LambdaAgent(stack, id, made)
    variables = {**new, **agent.variables(reading, prefetch=prefetch)}
    agent.connect(reading, variables, settings.get("role_arn"))
    if not any(map(is_agent_layer, layers)) and agent.layer_version_arn is None:
        agent.add_layer(layer.arn_in(stack, made.architecture.name))
    return agent


def _is_old(layer: LayerChoice, layers: list[Any], function: Any) -> bool:
    """Tell whether the layer that a function has, or gets, is known to be too old for variants."""
    present = next(filter(is_agent_layer, layers), None)
    taken = layer if present is None else LayerChoice(arn=present, latest=False)
    return taken.is_before_variants(Stack.of(function), function.architecture.name)


def _function_findings(function: Any, where: str) -> Iterator[Finding]:
    node = getattr(function, "node", None)
    resource = None if node is None else node.default_child
    name = repr(function) if node is None else node.path
    if getattr(resource, "cfn_resource_type", "") != _FUNCTION or function is resource:
        yield checks.imported_function(name, where)
    elif resource is not None and resource.package_type == "Image":
        yield checks.container_image(name, where)


def _layer_findings(
    agent: object, layer: LayerChoice, layers: list[Any], function: Any, where: str
) -> Iterator[Finding]:
    has_agent = isinstance(agent, LambdaAgent) or any(map(is_agent_layer, layers))
    if has_agent and layer.is_asked_for:
        yield checks.layer_twice(function.node.path, where)
    if not has_agent and len(layers) >= limits.FUNCTION_LAYERS:
        yield checks.too_many_layers(function.node.path, len(layers), where)


def _variable_findings(
    agent: object, new: Mapping[str, str], function: Any, where: str
) -> Iterator[Finding]:
    old = agent.given if isinstance(agent, LambdaAgent) else {}
    for name, value in new.items():
        yield from checks.setting_findings(name, old.get(name), value, function.node.path, where)
