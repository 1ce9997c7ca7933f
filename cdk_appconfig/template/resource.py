"""One AppConfig resource, or one that it leads to, as a check reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.record import Record
from cdk_appconfig.template.value import Value

if TYPE_CHECKING:
    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.scope import Scope
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["Resource"]


class Resource(Record):
    """One resource of one stack.

    Two are equal when they are the same resource of the same stack.

    Args:
        scope: Its stack among the others.
        logical_id: Its key in the template.
        declaration: What the template says of it.
    """

    scope: Scope
    logical_id: str
    declaration: Declaration

    def __eq__(self, other: object) -> bool:
        """Compare by stack and logical id."""
        if not isinstance(other, Resource):
            return NotImplemented
        return self.scope is other.scope and self.logical_id == other.logical_id

    def __hash__(self) -> int:
        """Hash by stack and logical id."""
        return hash((self.scope, self.logical_id))

    def __repr__(self) -> str:
        """Print stack and logical id."""
        return f"Resource(scope={self.scope!r}, logical_id={self.logical_id!r})"

    def __getitem__(self, property: str) -> Value:
        """Return a property; it is absent when it is not written."""
        return Value(self.declaration.get(property), self.scope, (property,))

    @property
    def stack(self) -> StackTemplate:
        """The stack it belongs to."""
        return self.scope.stack

    @property
    def type(self) -> str:
        """Type, for example ``AWS::AppConfig::Environment``."""
        return self.declaration.type

    @property
    def path(self) -> str | None:
        """Construct path, if the CDK wrote it down."""
        return self.declaration.path

    @property
    def where(self) -> str:
        """The construct path, or the logical id: what a finding names."""
        return self.path or self.logical_id

    @property
    def properties(self) -> tuple[str, ...]:
        """Names of the properties that are written, ``AWS::NoValue`` left out."""
        names = (name for name in self.declaration.properties if not name.startswith("Fn::"))
        return tuple(name for name in names if not self[name].absent)

    @property
    def complete(self) -> bool:
        """Whether no ``Fn::Transform`` can add properties that are not written.

        A check that says a property is missing holds back when it is not complete.
        """
        return not any(name.startswith("Fn::") for name in self.declaration.properties)

    @property
    def exists(self) -> bool | None:
        """Whether its condition holds; ``None`` if that is not known."""
        condition = self.declaration.condition
        return True if condition is None else self.scope.condition(condition)

    @property
    def file(self) -> str | None:
        """The file it was read from."""
        return self.stack.file.name if self.stack.file else None

    def line(self, value: Value | None = None) -> int | None:
        """Return the line of the resource in its file, or of a value of it.

        Args:
            value: One of its values.
        """
        if self.stack.file is None:
            return None
        steps = () if value is None else ("Properties", *value.steps)
        return self.stack.file.line(("Resources", self.logical_id, *steps))
