"""What flags ask of an agent, and agents that are too old for it, wherever both are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cdk_appconfig.checks import agent_layer as checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cdk_appconfig.findings import Finding

__all__ = ["AgentNeed", "AgentNeeds", "KnownAgent"]


class AgentNeed(Enum):
    """What not every release of the agent can do, by what shows it in a document of flags.

    The order is that of the columns of the layers' table.
    """

    VARIANTS = ('"_variants":',)
    ENTITY_IDS = ("$entityId", r"key::\"entityId\"")

    @staticmethod
    def of(document: str) -> set[AgentNeed]:
        """Return what the text of a document of flags asks for."""
        return {need for need in AgentNeed if any(mark in document for mark in need.value)}


_FINDINGS: dict[AgentNeed, Callable[[str, str, str, str], Finding]] = {
    AgentNeed.VARIANTS: checks.too_old_for_variants,
    AgentNeed.ENTITY_IDS: checks.too_old_for_entity_ids,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgent:
    """The agent of one application, as far as its age is known.

    Args:
        words: What to call it.
        option: The argument that chose it.
        lacks: What it is too old for.
    """

    words: str
    option: str
    lacks: set[AgentNeed]

    def findings(self, needs: set[AgentNeed], profile: str, where: str) -> Iterator[Finding]:
        """Yield what it is too old for of what the flags of a profile ask for."""
        for need in AgentNeed:
            if need in needs & self.lacks:
                yield _FINDINGS[need](self.words, self.option, profile, where)


class AgentNeeds:
    """What is known of one app: which flags ask for something, and who cannot give it.

    A place is an environment and a profile, each by its identity.
    """

    def __init__(self) -> None:
        self._deployed: dict[tuple[str, str], tuple[set[AgentNeed], str]] = {}
        self._agents: dict[tuple[str, str], KnownAgent] = {}

    def deployed(
        self, places: Iterable[tuple[str, str]], needs: set[AgentNeed], profile: str
    ) -> None:
        """Note what the flags of a profile ask for that are deployed to places."""
        self._deployed.update(dict.fromkeys(places, (needs, profile)))

    def read(self, places: Iterable[tuple[str, str]], agent: KnownAgent) -> None:
        """Note that an agent reads places."""
        if agent.lacks:
            self._agents.update(dict.fromkeys(places, agent))

    def findings_of_content(
        self, places: Iterable[tuple[str, str]], needs: set[AgentNeed], profile: str
    ) -> Iterator[Finding]:
        """Yield who could not read the flags that are about to be deployed to places."""
        for place in places:
            if place in self._agents:
                yield from self._agents[place].findings(needs, profile, profile)

    def findings_of_reader(
        self, places: Iterable[tuple[str, str]], agent: KnownAgent, where: str
    ) -> Iterator[Finding]:
        """Yield what an agent could not read."""
        for place in places:
            needs, profile = self._deployed.get(place, (set(), ""))
            yield from agent.findings(needs, profile, where)
