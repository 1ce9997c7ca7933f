"""One stack: its template, and what is known of where it goes."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cdk_appconfig.record import Record
from cdk_appconfig.template.declaration import Declaration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdk_appconfig.template.template_file import TemplateFile

__all__ = ["StackTemplate"]

_NONE: Mapping[str, str] = MappingProxyType({})


class StackTemplate(Record, kw_only=True):
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
    tags: Mapping[str, str] = _NONE
    paths: Mapping[str, str] = _NONE
    parent: StackTemplate | None = None
    logical_id: str = ""
    file: TemplateFile | None = None

    def __eq__(self, other: object) -> bool:
        """Compare by identity."""
        return self is other

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self)

    @cached_property
    def resources(self) -> Mapping[str, Declaration]:
        """Its resources by logical id; what has no type is none."""
        return {
            logical_id: Declaration(logical_id, body, self._path(logical_id, body))
            for logical_id, body in self.section("Resources").items()
            if isinstance(body, dict) and isinstance(body.get("Type"), str)
        }

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section of the template, for example ``Resources``; empty if it is not there."""
        found = self.template.get(name)
        return found if isinstance(found, dict) else {}

    def _path(self, logical_id: str, body: Mapping[str, Any]) -> str | None:
        metadata = body.get("Metadata")
        written = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        return written if isinstance(written, str) else self.paths.get(logical_id)
