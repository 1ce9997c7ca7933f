"""The order of findings: that of the document they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import json_steps

if TYPE_CHECKING:
    from cdk_appconfig.findings import Finding

__all__ = ["in_document_order"]


def in_document_order(findings: Iterable[Finding], document: Any) -> list[Finding]:
    """Return findings in the order in which their places stand in a document.

    Args:
        findings: Findings whose ``where`` is a JSON path into the document. What is missing comes
            before what is there.
        document: The document.
    """
    places = _Places(document)
    return sorted(findings, key=lambda finding: places.position(finding.where))


class _Places:
    """Where the members of a document stand; each object is looked at once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._indices: dict[int, dict[str, tuple[int, Any]]] = {}

    def position(self, where: str) -> tuple[int, ...]:
        """Return the indices on the way to a place."""
        position: list[int] = []
        node = self._document
        for step in json_steps(where):
            index, node = self._member(node, step)
            position.append(index)
        return tuple(position)

    def _member(self, node: Any, step: str | int) -> tuple[int, Any]:
        if isinstance(node, Mapping) and isinstance(step, str):
            return self._index(node).get(step, (-1, None))
        if isinstance(node, Sequence) and isinstance(step, int):
            return step, node[step] if step < len(node) else None
        return -1, None

    def _index(self, node: Mapping[Any, Any]) -> dict[str, tuple[int, Any]]:
        if id(node) not in self._indices:
            self._indices[id(node)] = {
                str(key): (index, member) for index, (key, member) in enumerate(node.items())
            }
        return self._indices[id(node)]
