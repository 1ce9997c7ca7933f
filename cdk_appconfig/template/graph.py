"""Every AppConfig resource of some templates, with what each refers to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.assembly import Source, load
from cdk_appconfig.template.reference import ABSENT
from cdk_appconfig.template.resource import Resource
from cdk_appconfig.template.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.stack_template import StackTemplate
    from cdk_appconfig.template.value import Value

__all__ = ["Graph"]

_KNOWN_MACROS = {"AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"}


class Graph:
    """The resources of some stacks.

    Args:
        stacks: The stacks.

    Example:
        >>> graph = Graph.read({
        ...     "Resources": {
        ...         "Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}},
        ...         "Prod": {
        ...             "Type": "AWS::AppConfig::Environment",
        ...             "Properties": {"ApplicationId": {"Ref": "Shop"}, "Name": {"Ref": "Stage"}},
        ...         },
        ...     },
        ...     "Parameters": {"Stage": {"Type": "String"}},
        ... })
        >>> [prod] = graph.environments
        >>> prod["Name"].known, prod["Name"].reason
        (False, 'is the parameter Stage')
        >>> graph.resource(prod["ApplicationId"])["Name"].text
        'shop'
    """

    def __init__(self, stacks: Sequence[StackTemplate]) -> None:
        self.scopes = tuple(Scope(stack, self) for stack in stacks)
        self._scope_of = {id(scope.stack): scope for scope in self.scopes}
        self._nested = {
            (id(scope.stack.parent), scope.stack.logical_id): scope
            for scope in self.scopes
            if scope.stack.parent
        }
        self._exports: dict[tuple[str | None, str], tuple[Scope, Any]] | None = None
        self._orders: dict[tuple[Scope, str], frozenset[str]] = {}

    @staticmethod
    def read(source: Source) -> Graph:
        """Read templates and cloud assemblies.

        Args:
            source: A template as a mapping, a JSON or YAML file, the folder of a cloud assembly, or
                a sequence of these.

        Raises:
            TemplateError: Something in it cannot be read.
        """
        return Graph(load(source))

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Every resource of every type, stack by stack."""
        return tuple(
            Resource(scope, logical_id, declaration)
            for scope in self.scopes
            for logical_id, declaration in scope.stack.resources.items()
        )

    @cached_property
    def _by_type(self) -> dict[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {type: tuple(resources) for type, resources in found.items()}

    def of_type(self, type: str) -> tuple[Resource, ...]:
        """Return the resources of a type, for example ``AWS::IAM::Role``."""
        return self._by_type.get(type, ())

    @property
    def applications(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::Application``."""
        return self.of_type("AWS::AppConfig::Application")

    @property
    def environments(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::Environment``."""
        return self.of_type("AWS::AppConfig::Environment")

    @property
    def configuration_profiles(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::ConfigurationProfile``."""
        return self.of_type("AWS::AppConfig::ConfigurationProfile")

    @property
    def hosted_configuration_versions(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::HostedConfigurationVersion``."""
        return self.of_type("AWS::AppConfig::HostedConfigurationVersion")

    @property
    def deployment_strategies(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::DeploymentStrategy``."""
        return self.of_type("AWS::AppConfig::DeploymentStrategy")

    @property
    def deployments(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::Deployment``."""
        return self.of_type("AWS::AppConfig::Deployment")

    @property
    def extensions(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::Extension``."""
        return self.of_type("AWS::AppConfig::Extension")

    @property
    def extension_associations(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::ExtensionAssociation``."""
        return self.of_type("AWS::AppConfig::ExtensionAssociation")

    @property
    def experiment_definitions(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::ExperimentDefinition``."""
        return self.of_type("AWS::AppConfig::ExperimentDefinition")

    @property
    def experiment_runs(self) -> tuple[Resource, ...]:
        """Every ``AWS::AppConfig::ExperimentRun``."""
        return self.of_type("AWS::AppConfig::ExperimentRun")

    def resource(self, value: Value) -> Resource | None:
        """Return the resource that a value refers to, if it is in one of the stacks.

        Args:
            value: A property or a part of one.
        """
        target = value.target
        if target is None:
            return None
        declaration = target.scope.stack.resources[target.logical_id]
        return Resource(target.scope, target.logical_id, declaration)

    def waits_for(self, later: Resource, earlier: Resource) -> bool:
        """Tell whether CloudFormation makes one resource only after another one of its stack.

        It does so through ``DependsOn``, references, and chains of them.

        Args:
            later: The resource that may wait.
            earlier: The resource that may come first.
        """
        return earlier.scope is later.scope and earlier.logical_id in self._before(later)

    def _before(self, resource: Resource) -> frozenset[str]:
        """Return the logical ids of everything that a resource waits for."""
        key = (resource.scope, resource.logical_id)
        if key not in self._orders:
            declarations = resource.scope.stack.resources
            found: set[str] = set()
            queue = list(resource.declaration.awaited)
            while queue:
                name = queue.pop()
                if name not in found and name in declarations:
                    found.add(name)
                    queue += declarations[name].awaited
            self._orders[key] = frozenset(found)
        return self._orders[key]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What may add or change resources and cannot be seen: macros, loops, missing templates.

        A check that says something is missing holds back when there are gaps.
        """
        return tuple(gap for scope in self.scopes for gap in self._gaps_of(scope))

    def _gaps_of(self, scope: Scope) -> Iterator[str]:
        for macro in _macros(scope.stack.template.get("Transform")):
            if macro not in _KNOWN_MACROS:
                yield f"{scope.stack.name}: the macro {macro} may change everything"
        for key in scope.stack.section("Resources"):
            if key.startswith("Fn::"):
                yield f"{scope.stack.name}: {key} makes resources"
        for logical_id, declaration in scope.stack.resources.items():
            nested = declaration.type == "AWS::CloudFormation::Stack"
            if nested and self.nested(scope, logical_id) is None:
                yield f"{scope.stack.name}: the template of {logical_id} is not at hand"

    def parent(self, scope: Scope) -> tuple[Scope, Declaration] | None:
        """Return the stack that a nested stack belongs to, and the resource it is there."""
        stack = scope.stack
        if stack.parent is None:
            return None
        return self._scope_of[id(stack.parent)], stack.parent.resources[stack.logical_id]

    def nested(self, scope: Scope, logical_id: str) -> Scope | None:
        """Return the nested stack that a resource stands for."""
        return self._nested.get((id(scope.stack), logical_id))

    def export(self, scope: Scope, name: str) -> tuple[Scope, Any] | None:
        """Return where a name is exported in the same account and region, and its value."""
        if self._exports is None:
            self._exports = {}
            self._exports.update(self._exported())
        return self._exports.get((scope.stack.environment, name))

    def _exported(self) -> Iterator[tuple[tuple[str | None, str], tuple[Scope, Any]]]:
        for scope in self.scopes:
            for output in scope.stack.section("Outputs").values():
                export = output.get("Export") if isinstance(output, dict) else None
                name = scope.resolve(export.get("Name")).node if isinstance(export, dict) else None
                if isinstance(name, str):
                    yield (scope.stack.environment, name), (scope, output.get("Value", ABSENT))


def _macros(transform: Any) -> Iterator[str]:
    for macro in transform if isinstance(transform, list) else [transform]:
        if isinstance(macro, str):
            yield macro
        elif isinstance(macro, dict):
            yield str(macro.get("Name"))
