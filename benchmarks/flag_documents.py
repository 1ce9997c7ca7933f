"""Time to read and judge a flag document, by the number of its flags: it must grow with them alone.

Each size is read several times and the best round counts; what is compared are times per flag within
one run. It fails if a flag of the largest document takes twice as long as one of the smallest. In an
environment with this package::

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
READS = 20_000
"""Flags that are read for each size in all, in as many rounds as that takes, at least two."""
WORST = 2

Document: TypeAlias = dict[str, Any]
Kind: TypeAlias = Callable[[int], Document]


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


def per_flag(act: Callable[[], object], size: int) -> float:
    """Return the seconds that one flag takes in the best round."""
    rounds = []
    for _ in range(max(2, READS // size)):
        started = time.perf_counter()
        act()
        rounds.append(time.perf_counter() - started)
    return min(rounds) / size


def main() -> None:
    """Print a line for each kind of document, and fail if one of them does not grow evenly."""
    worst = 0.0
    print(f"{'':24}" + "".join(f"{size:>12,}" for size in SIZES) + "   per flag, ratio")
    for kind in (plain, varied, wrong):
        texts = {size: canonical_json(document(kind, size)) for size in SIZES}
        for act in (document_findings, FeatureFlags.from_document):
            if kind is wrong and act != document_findings:
                continue
            times = [per_flag(lambda text=text: act(text), size) for size, text in texts.items()]
            ratio = times[-1] / times[0]
            worst = max(worst, ratio)
            line = "".join(f"{one * 1e6:>9.1f} us" for one in times)
            print(f"{kind.__name__ + ', ' + act.__name__:24}{line}   {ratio:.2f}")
    if worst > WORST:
        sys.exit(f"a flag takes {worst:.2f} times as long in the largest document")


if __name__ == "__main__":
    main()
