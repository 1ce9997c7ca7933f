"""The variables of a function or a container that an agent is beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.checks import agent as checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.findings import Finding

__all__ = ["AgentVariables", "NewVariables", "Variables", "joined"]

NewVariables: TypeAlias = "Mapping[str, str | list[str]]"
"""Variables by name: a text, or what is added to a list with commas in between."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgentVariables:
    """The variables of an agent that you put beside an application yourself.

    Made by ``environment.agent_variables``.

    Args:
        agent: For the agent: how it works, and what it fetches first.
        application: For the application: the names that it asks the agent for.
    """

    agent: Mapping[str, str]
    application: Mapping[str, str]


class Variables:
    """What one function or container has, and what it is given: nothing is overwritten.

    Args:
        owner: Path of the function or the container.
        own: What it has already, as CloudFormation takes it.
    """

    def __init__(self, owner: str, own: Mapping[str, Any]) -> None:
        self._owner = owner
        self._values = dict(own)

    def findings(self, new: NewVariables, where: str) -> Iterator[Finding]:
        """Yield which variables are set to something else.

        Args:
            new: What it is to be given.
            where: Construct path of the environment.
        """
        for name, value in new.items():
            old = self._values.get(name, value)
            if old != value and not (isinstance(old, str) and isinstance(value, list)):
                yield checks.set_already(name, old, _text(value), self._owner, where)

    def give(self, new: NewVariables) -> dict[str, str]:
        """Return the variables to set: a list goes on where it ended."""
        given = {name: self._longer(name, value) for name, value in new.items()}
        self._values.update(given)
        return given

    def _longer(self, name: str, value: str | list[str]) -> str:
        if isinstance(value, str):
            return value
        before = self._values.get(name, "")
        return _text(list(dict.fromkeys([*filter(None, before.split(",")), *value])))


def joined(new: NewVariables) -> dict[str, str]:
    """Return variables as texts, lists with commas in between."""
    return {name: _text(value) for name, value in new.items()}


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)
