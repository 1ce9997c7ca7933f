"""Flags with variants, and agents that are too old to choose between them, wherever both are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks import agent as checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cdk_appconfig.findings import Finding

__all__ = ["VariantReaders"]


class VariantReaders:
    """What is known of one app: what has variants, and who could not read it.

    A place is an environment and a profile, each by its identity.
    """

    def __init__(self) -> None:
        self._varied: dict[tuple[str, str], str] = {}
        self._old_readers: dict[tuple[str, str], str] = {}

    def deployed(self, places: Iterable[tuple[str, str]], profile: str) -> None:
        """Note that flags with variants are deployed to places."""
        self._varied.update(dict.fromkeys(places, profile))

    def read(self, places: Iterable[tuple[str, str]], function: str) -> None:
        """Note that a function with an old agent reads places."""
        self._old_readers.update(dict.fromkeys(places, function))

    def findings_of_content(
        self, places: Iterable[tuple[str, str]], profile: str
    ) -> Iterator[Finding]:
        """Yield who could not read flags with variants that are about to be deployed."""
        for place in places:
            if place in self._old_readers:
                yield checks.too_old_for_variants(self._old_readers[place], profile, profile)

    def findings_of_reader(
        self, places: Iterable[tuple[str, str]], function: str, where: str
    ) -> Iterator[Finding]:
        """Yield what a function with an old agent could not read."""
        for place in places:
            if place in self._varied:
                yield checks.too_old_for_variants(function, self._varied[place], where)
