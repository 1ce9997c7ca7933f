"""Rule evaluation, side by side with the feature flags of Powertools for AWS Lambda.

Both keep their document in memory and answer the same question for the same people, which is
checked first. Rounds are interleaved, so that a busy machine slows both; the best round of each
counts. It fails if we are not at least five times as fast. In an environment with this package::

    python -m pip install --requirement requirements/bench.txt
    python benchmarks/rules.py
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from aws_lambda_powertools.utilities.feature_flags import FeatureFlags as Powertools
from aws_lambda_powertools.utilities.feature_flags import StoreProvider

from cdk_appconfig import Evaluator, Rule, context

ROUNDS = 30
CALLS = 20
WANTED = 5

Context: TypeAlias = dict[str, Any]
Question: TypeAlias = tuple[str, Callable[[], object], Callable[[], object]]


@dataclass(frozen=True)
class Case:
    """One rule, written for both.

    Args:
        name: What the rule does.
        rule: The rule.
        conditions: The same as conditions of Powertools: all of them have to hold.
    """

    name: str
    rule: Rule
    conditions: list[dict[str, Any]]


def condition(action: str, key: str, value: object) -> dict[str, Any]:
    """Return a condition of Powertools."""
    return {"action": action, "key": key, "value": value}


EMAIL, AGE, COUNTRY = context("email"), context("age"), context("country")
PEOPLE: list[Context] = [
    {"country": "DE", "age": 42, "tier": "gold", "email": "jo@qa.example.com"},
    {"country": "DE", "age": 17, "tier": "free", "email": "al@example.org"},
    {"country": "FR", "age": 66, "tier": "silver", "email": "bo@qa.example.com"},
    {"country": "US", "age": 30, "tier": "gold", "email": "di@example.com"},
]
CASES = [
    Case("one equality", COUNTRY == "DE", [condition("EQUALS", "country", "DE")]),
    Case(
        "a list and a comparison",
        context("tier").is_in(["gold", "silver"]) & (AGE >= 18),
        [
            condition("KEY_IN_VALUE", "tier", ["gold", "silver"]),
            condition("KEY_GREATER_THAN_OR_EQUAL_VALUE", "age", 18),
        ],
    ),
    Case(
        "five conditions",
        (COUNTRY == "DE")
        & (AGE > 18)
        & (AGE < 65)
        & EMAIL.ends_with("@qa.example.com")
        & EMAIL.begins_with("jo"),
        [
            condition("EQUALS", "country", "DE"),
            condition("KEY_GREATER_THAN_VALUE", "age", 18),
            condition("KEY_LESS_THAN_VALUE", "age", 65),
            condition("ENDSWITH", "email", "@qa.example.com"),
            condition("STARTSWITH", "email", "jo"),
        ],
    ),
]


class Memory(StoreProvider):
    """A store of Powertools that has its document in memory."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    @property
    def get_raw_configuration(self) -> dict[str, Any]:
        """Return the document."""
        return self._document

    def get_configuration(self) -> dict[str, Any]:
        """Return the document."""
        return self._document


def our_document(cases: list[Case]) -> dict[str, Any]:
    """Return the stored document with a flag for each case."""
    return {
        "version": "1",
        "flags": {f"flag{index}": {} for index, _ in enumerate(cases)},
        "values": {
            f"flag{index}": {
                "_variants": [
                    {"name": "on", "enabled": True, "rule": str(case.rule)},
                    {"name": "off", "enabled": False},
                ]
            }
            for index, case in enumerate(cases)
        },
    }


def their_document(cases: list[Case]) -> dict[str, Any]:
    """Return the document of Powertools with a feature for each case."""
    return {
        f"flag{index}": {
            "default": False,
            "rules": {"on": {"when_match": True, "conditions": case.conditions}},
        }
        for index, case in enumerate(cases)
    }


def questions(cases: list[Case]) -> Iterator[Question]:
    """Yield what is timed: a name, our answers and those of Powertools."""
    for case in cases:
        yield one_rule(case)
    for case in cases:
        yield one_flag(case)
    yield all_flags(cases * 10)


def one_rule(case: Case) -> Question:
    """Ask whether a rule holds."""
    theirs = Powertools(Memory(their_document([case])))
    return (
        f"a rule: {case.name}",
        lambda: [case.rule.matches(person) for person in PEOPLE],
        lambda: [theirs.evaluate(name="flag0", context=one, default=False) for one in PEOPLE],
    )


def one_flag(case: Case) -> Question:
    """Ask for a flag with one rule."""
    ours = Evaluator(our_document([case]))
    theirs = Powertools(Memory(their_document([case])))
    return (
        f"a flag: {case.name}",
        lambda: [ours.evaluate_flag("flag0", context=one)["enabled"] for one in PEOPLE],
        lambda: [theirs.evaluate(name="flag0", context=one, default=False) for one in PEOPLE],
    )


def all_flags(cases: list[Case]) -> Question:
    """Ask for every flag of a document."""
    ours = Evaluator(our_document(cases))
    theirs = Powertools(Memory(their_document(cases)))
    return (
        f"all of {len(cases)} flags",
        lambda: [sorted(enabled(ours.evaluate(context=one))) for one in PEOPLE],
        lambda: [sorted(theirs.get_enabled_features(context=one)) for one in PEOPLE],
    )


def enabled(answer: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the keys of the flags that are on."""
    return (key for key, flag in answer.items() if flag["enabled"])


def best_rounds(ours: Callable[[], object], theirs: Callable[[], object]) -> list[float]:
    """Return the microseconds that one question takes each of them, in its best round."""
    best = [math.inf, math.inf]
    for _ in range(ROUNDS):
        for which, answer in enumerate((ours, theirs)):
            start = time.perf_counter()
            for _ in range(CALLS):
                answer()
            took = time.perf_counter() - start
            best[which] = min(best[which], took / CALLS / len(PEOPLE) * 1e6)
    return best


def main() -> None:
    """Check that both answer alike, time them and print a table.

    Raises:
        SystemExit: The answers differ, or we are not as much faster as promised.
    """
    slow = []
    print("| question | ours | Powertools | times as fast |\n|---|---|---|---|")
    for name, ours, theirs in questions(CASES):
        if ours() != theirs():
            raise SystemExit(f"{name}: {ours()} is not {theirs()}")
        mine, other = best_rounds(ours, theirs)
        print(f"| {name} | {mine:.2f} µs | {other:.2f} µs | {other / mine:.1f} |")
        if other < mine * WANTED:
            slow.append(name)
    if slow:
        raise SystemExit(f"less than {WANTED} times as fast: {', '.join(slow)}")


if __name__ == "__main__":
    main()
