"""Rules that can never match, because splits of one seed before them took all their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.rule.expression import Rule
from cdk_appconfig.model.rule.node import And, Context, Or, Split
from cdk_appconfig.model.rule.parser import read_rule
from cdk_appconfig.model.rule.printer import rule_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cdk_appconfig.model.rule.node import Condition, Node

__all__ = ["unreachable_split_findings"]

UNREACHABLE_SPLIT = Check(
    id="APPCONFIG044",
    summary="A split can never be reached, because an earlier variant took all its values",
    rule="the first variant whose rule holds is served, and splits of one seed nest: a smaller or "
    "equal percentage of the same values is part of the larger one",
    source=limits.SPLIT_PERCENT.source.replace("-operators", ""),
    evidence="documented",
    severity="warning",
)

_Order: TypeAlias = tuple[str, str | None]
"""What splits have to share to nest: the context key and the seed."""

_Taken: TypeAlias = "dict[tuple[frozenset[str], _Order], tuple[float, int]]"
"""What else has to hold, and the order → the percentage that is taken, and by which variant."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """Conditions that hold together."""

    others: frozenset[str]
    splits: dict[_Order, Split]


def unreachable_split_findings(rules: Iterable[Rule | str]) -> list[Finding]:
    """Return which of the rules of one flag never match, relative to their list (``$[1]``).

    Args:
        rules: The rules in the order of their variants. What is no rule is passed over.

    Example:
        >>> [finding] = unreachable_split_findings(
        ...     ["(split pct::20 by::$userId)", "(split pct::20 by::$userId)"]
        ... )
        >>> finding.where, finding.message
        ('$[1]', 'the first 20 percent of $userId are taken by the variant at index 0')
    """
    findings: list[Finding] = []
    taken: _Taken = {}
    for index, rule in enumerate(rules):
        parsed = rule if isinstance(rule, Rule) else read_rule(rule)[0]
        clauses = [] if parsed is None else [_clause(part) for part in _cases(parsed.node)]
        hits = [_taken_by(clause, taken) for clause in clauses]
        if hits and hits[0] is not None and all(hits):
            findings.append(_finding(index, *hits[0]))
        for clause in clauses:
            _take(clause, index, taken)
    return findings


def _cases(node: Node) -> tuple[Condition, ...]:
    return node.operands if isinstance(node, Or) else (node,)


def _clause(part: Condition) -> _Clause:
    operands = part.operands if isinstance(part, And) else (part,)
    splits: dict[_Order, Split] = {}
    others: set[str] = set()
    for operand in operands:
        if isinstance(operand, Split):
            order = (operand.by.key, operand.seed)
            if order not in splits or operand.pct < splits[order].pct:
                splits[order] = operand
        elif operand is not True:
            others.add(_text(operand))
    return _Clause(frozenset(others), splits)


def _text(part: Condition) -> str:
    return value_text(part) if isinstance(part, (Context, bool)) else rule_text(part)


def _taken_by(clause: _Clause, taken: _Taken) -> tuple[Split, int] | None:
    """Return a split of the clause whose values are all taken, and the index of who took them."""
    for order, split in clause.splits.items():
        for others in (frozenset[str](), clause.others):
            pct, index = taken.get((others, order), (0, -1))
            if 0 < split.pct <= pct:
                return split, index
    return None


def _take(
    clause: _Clause,
    index: int,
    taken: _Taken,
) -> None:
    if len(clause.splits) != 1:
        return
    [(order, split)] = clause.splits.items()
    place = (clause.others, order)
    if split.pct > taken.get(place, (0, -1))[0]:
        taken[place] = (split.pct, index)


def _finding(index: int, split: Split, before: int) -> Finding:
    seed = "" if split.seed is None else f" with the seed {shown(split.seed)}"
    return UNREACHABLE_SPLIT.at(
        f"$[{index}]",
        message=f"the first {split.pct} percent of {value_text(split.by)}{seed} are taken by the "
        f"variant at index {before}",
        found=rule_text(split),
        fix="add the percentages up, 20 and then 40 for two groups of 20 percent, or use another "
        "seed",
    )
