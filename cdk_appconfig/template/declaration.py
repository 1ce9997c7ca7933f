"""One resource as a template declares it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from cdk_appconfig.record import Record
from cdk_appconfig.template.reference import ABSENT, NAMING, names_by_property, referenced_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["VERSION", "Declaration"]

VERSION = "AWS::AppConfig::HostedConfigurationVersion"


class Declaration(Record):
    """One entry of ``Resources``; what is written in another form than CloudFormation's is empty.

    Args:
        logical_id: Its key.
        body: Its content.
        path: Its construct path, if the template or its assembly tells it.
    """

    logical_id: str
    body: Mapping[str, Any]
    path: str | None = None

    @property
    def type(self) -> str:
        """Type, for example ``AWS::AppConfig::Environment``."""
        return str(self.body["Type"])

    @property
    def properties(self) -> Mapping[str, Any]:
        """Properties as they are written."""
        return self._mapping("Properties")

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Metadata of the resource."""
        return self._mapping("Metadata")

    @property
    def condition(self) -> str | None:
        """Name of the condition under which it is created."""
        name = self.body.get("Condition")
        return name if isinstance(name, str) else None

    @cached_property
    def references(self) -> Mapping[str, Sequence[str]]:
        """The names that its properties refer to; properties that refer to nothing are left out."""
        return names_by_property(self.properties)

    @property
    def depends_on(self) -> Sequence[str]:
        """What ``DependsOn`` names."""
        stated = self.body.get("DependsOn")
        names = stated if isinstance(stated, list) else [stated]
        return [name for name in names if isinstance(name, str)]

    @property
    def awaited(self) -> Iterable[str]:
        """The names of what CloudFormation creates before it, each once."""
        properties = self.properties
        plain = NAMING.isdisjoint(properties)  # and not a function as a whole
        names = self.references.values() if plain else [referenced_names(properties)]
        return dict.fromkeys(chain(self.depends_on, *names))

    def get(self, name: str) -> Any:
        """Return a property as it is written, or `ABSENT`."""
        return self.properties.get(name, ABSENT)

    def _mapping(self, name: str) -> Mapping[str, Any]:
        found = self.body.get(name)
        return found if isinstance(found, Mapping) else {}
