"""Time to read and judge a flag document, by the number of its flags: it must grow with them alone.

Sizes are interleaved, so that a busy machine slows all of them; processor time is counted, and the
best round of each size. It fails if a flag of the largest document takes twice as long as one of
the smallest. In an environment with this package::

    python benchmarks/flag_documents.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from cdk_appconfig import FeatureFlags, document_findings
from cdk_appconfig.model.document import canonical_json

SIZES = (100, 1_000, 10_000)
ROUNDS = 5
WORST = 2

Document: TypeAlias = dict[str, Any]
Kind: TypeAlias = Callable[[int], Document]
Act: TypeAlias = Callable[[str], object]


def plain(index: int) -> Document:
    """Return definition and value of a flag with four attributes."""
    attributes = {
        "limit": {"constraints": {"type": "number", "minimum": 1, "maximum": 100}},
        "engine": {"constraints": {"type": "string", "enum": ["v1", "v2"]}},
        "region": {"constraints": {"type": "string", "pattern": "^[a-z]{2}-[a-z]+-[0-9]$"}},
        "methods": {"constraints": {"type": "array", "elements": {"type": "string"}}},
    }
    values = {"limit": index % 100 + 1, "engine": "v2", "region": "eu-west-1", "methods": ["card"]}
    return {"definition": {"attributes": attributes}, "value": {"enabled": True, **values}}


def varied(index: int) -> Document:
    """Return definition and value of a flag with two variants and a default."""
    rules = ['(ends_with $email "@qa.example.com")', f"(split pct::{index % 100} by::$userId)"]
    variants = [
        {"name": f"v{number}", "enabled": True, "rule": rule, "attributeValues": {"limit": number}}
        for number, rule in enumerate(rules)
    ]
    definition = {"attributes": {"limit": {"constraints": {"type": "number"}}}}
    rest = {"name": "everyone else", "enabled": False}
    return {"definition": definition, "value": {"_variants": [*variants, rest]}}


def wrong(index: int) -> Document:
    """Return definition and value of a flag with four mistakes."""
    flag = plain(index)
    flag["value"] |= {"limit": 1000, "engine": "v9", "region": "nowhere", "methods": [1]}
    return flag


def document(kind: Kind, size: int) -> Document:
    """Return a document with as many flags of one kind."""
    flags = {f"flag{index}": kind(index) for index in range(size)}
    return {
        "version": "1",
        "flags": {key: flag["definition"] for key, flag in flags.items()},
        "values": {key: flag["value"] for key, flag in flags.items()},
    }


def times(act: Act, texts: dict[int, str]) -> dict[int, float]:
    """Return for each size the seconds that one flag takes in the best round."""
    best = dict.fromkeys(texts, float("inf"))
    for _ in range(ROUNDS):
        for size, text in texts.items():
            repeats = max(1, 1000 // size)
            started = time.process_time()
            for _ in range(repeats):
                act(text)
            used = (time.process_time() - started) / repeats / size
            best[size] = min(best[size], used)
    return best


def main() -> None:
    """Print a line for each kind of document, and fail if one of them does not grow evenly."""
    worst = 0.0
    print(f"{'flags':28}" + "".join(f"{size:>12,}" for size in SIZES) + "   ratio")
    for kind, act in (
        (plain, document_findings),
        (plain, FeatureFlags.from_document),
        (varied, document_findings),
        (varied, FeatureFlags.from_document),
        (wrong, document_findings),
    ):
        texts = {size: canonical_json(document(kind, size)) for size in SIZES}
        best = times(act, texts)
        ratio = best[SIZES[-1]] / best[SIZES[0]]
        worst = max(worst, ratio)
        line = "".join(f"{one * 1e6:>9.1f} us" for one in best.values())
        print(f"{kind.__name__ + ', ' + act.__name__:28}{line}   {ratio:.2f}")
    if worst > WORST:
        sys.exit(f"a flag takes {worst:.2f} times as long in the largest document")


if __name__ == "__main__":
    main()
