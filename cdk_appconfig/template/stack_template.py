"""One stack: its template, and what is known of where it goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cdk_appconfig.template.declaration import Declaration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdk_appconfig.template.template_file import TemplateFile

__all__ = ["StackTemplate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StackTemplate:
    """One stack: its template and what is known of where it goes.

    Args:
        name: Name of the stack; of a nested stack, its parent's name and its logical id.
        template: The template.
        environment: Account and region as the assembly gives them; ``None`` for a template alone.
        tags: Tags of the stack.
        paths: Construct path by logical id, as far as the assembly tells.
        parent: The stack that a nested stack belongs to.
        logical_id: Logical id of a nested stack in its parent.
        file: Where the template was read from.
    """

    name: str
    template: Mapping[str, Any]
    environment: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    parent: StackTemplate | None = None
    logical_id: str = ""
    file: TemplateFile | None = None
    resources: Mapping[str, Declaration] = field(init=False)

    def __post_init__(self) -> None:
        """Take the resources up; what has no type is none."""
        declarations = {
            logical_id: Declaration(logical_id, body, self._path(logical_id, body))
            for logical_id, body in self.section("Resources").items()
            if isinstance(body, dict) and isinstance(body.get("Type"), str)
        }
        object.__setattr__(self, "resources", declarations)

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section of the template, for example ``Resources``; empty if it is not there."""
        found = self.template.get(name)
        return found if isinstance(found, dict) else {}

    def _path(self, logical_id: str, body: Mapping[str, Any]) -> str | None:
        metadata = body.get("Metadata")
        written = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        return written if isinstance(written, str) else self.paths.get(logical_id)
