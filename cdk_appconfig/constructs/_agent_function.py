"""A function of the L2 or the L1, as far as the agent beside it needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from aws_cdk import Stack, TreeInspector
from aws_cdk import aws_iam as iam

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.checks import agent_layer
from cdk_appconfig.constructs._inputs import target_of
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aws_cdk import aws_lambda as lambda_
    from constructs import Construct

    from cdk_appconfig.findings import Finding

__all__ = ["AgentFunction", "FunctionInput", "function_findings"]

FunctionInput: TypeAlias = "lambda_.FunctionBase | lambda_.IFunction | lambda_.CfnFunction"
"""A function that the app makes: of the L2, an alias or a version of one, or of the L1."""

_FUNCTION = "AWS::Lambda::Function"
_PROPERTIES = "aws:cdk:cloudformation:props"
_LOOKED_AT = ("architectures", "environment", "layers", "packageType")
"""Properties of a function, as the CDK names them; the others are left alone before synthesis."""


def function_findings(given: Any, where: str) -> Iterator[Finding]:
    """Yield that something is no function that this app makes.

    Args:
        given: What the user passed.
        where: Construct path of the environment.
    """
    construct = _construct(given)
    if _resource(construct) is None:
        name = construct.node.path if hasattr(construct, "node") else repr(construct)
        yield checks.imported_function(name, where)


class AgentFunction:
    """A function of the L2 or the L1: what it has when it is looked at, and what the agent adds.

    Args:
        given: What the user passed, after `function_findings`.
    """

    def __init__(self, given: Any) -> None:
        self.construct: Construct = _construct(given)
        self.resource: lambda_.CfnFunction = _resource(self.construct)
        self.stack = Stack.of(self.construct)
        self.path: str = self.construct.node.path
        inspector = TreeInspector()
        self.resource.inspect(inspector)
        properties = inspector.attributes[_PROPERTIES]
        found = self.stack.resolve({name: properties.get(name) for name in _LOOKED_AT})
        self.is_image: bool = found.get("packageType") == "Image"
        self.layers: list[Any] = list(found.get("layers", []))
        self.variables: dict[str, Any] = found.get("environment", {}).get("variables", {})
        self.architecture = _architecture(found.get("architectures") or ["x86_64"])

    def image_findings(self, where: str, *, in_image: bool) -> Iterator[Finding]:
        """Yield that it is a container image, or none.

        Args:
            where: Construct path of the environment.
            in_image: Whether it is to be one that has the agent.
        """
        if self.is_image and not in_image:
            yield checks.container_image(self.path, where)
        if in_image and not self.is_image:
            yield checks.no_image(self.path, where)

    def room_findings(self, where: str) -> Iterator[Finding]:
        """Yield that it has no room for one more layer."""
        if len(self.layers) >= limits.FUNCTION_LAYERS:
            yield agent_layer.too_many_layers(self.path, len(self.layers), where)

    def role_in(self, scope: Construct) -> iam.IRole:
        """Return its role, which may be one that exists already."""
        if self.construct is not self.resource:
            return cast("iam.IRole", cast("lambda_.Function", self.construct).role)
        role = target_of(self.resource.role)
        if isinstance(role, iam.CfnRole):
            return iam.Role.from_role_name(scope, "Role", role.ref)
        return iam.Role.from_role_arn(scope, "Role", self.resource.role)

    def set_variable(self, name: str, value: str) -> None:
        """Set a variable."""
        if self.construct is self.resource:
            self.resource.add_property_override(f"Environment.Variables.{name}", value)
        else:
            cast("lambda_.Function", self.construct).add_environment(name, value)

    def add_layer(self, scope: Construct, arn: str) -> None:
        """Give it a layer."""
        if self.construct is self.resource:
            self.resource.layers = [*(self.resource.layers or []), arn]
            return
        from aws_cdk import aws_lambda as lambda_  # noqa: PLC0415 whose function is known has it

        layer = lambda_.LayerVersion.from_layer_version_arn(scope, "Layer", arn)
        cast("lambda_.Function", self.construct).add_layers(layer)


def _architecture(architectures: Any) -> str:
    """Return the only one; where the deployment alone knows it, what the template says of it."""
    [architecture] = architectures if isinstance(architectures, list) else [architectures]
    return str(architecture)


def _construct(given: Any) -> Any:
    """Return the function that an alias or a version stands for, else what was passed."""
    return getattr(given, "lambda_", given)


def _resource(construct: Any) -> Any:
    """Return the ``AWS::Lambda::Function`` of a construct, if it has one."""
    if not hasattr(construct, "node"):
        return None
    resource = construct.node.default_child or construct
    return resource if getattr(resource, "cfn_resource_type", "") == _FUNCTION else None
