"""Reading and judging a flag document, by its size: twice the document may take twice as long.

It fails if the time grows faster than that. In an environment with this package::

    python benchmarks/documents.py
"""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING, Any

from cdk_appconfig import FeatureFlags, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
SIZES = (250, 500, 1000, 2000)
ALLOWED = 1.5
"""How much longer a byte of the largest document may take than one of the smallest."""


def document(kilobytes: int) -> str:
    """Return a flag document of about that size: every third flag has variants."""
    flags: dict[str, Any] = {}
    values: dict[str, Any] = {}
    size = 0
    while size < kilobytes * 1000:
        key = f"flag{len(flags)}"
        flags[key] = {
            "name": f"Flag {len(flags)}",
            "description": "What the flag is for, in a line as long as people write them",
            "attributes": {
                "limit": {"constraints": {"type": "number", "minimum": 0, "maximum": 100}},
                "engine": {"constraints": {"type": "string", "enum": ["v1", "v2"]}},
            },
        }
        values[key] = with_variants() if len(flags) % 3 == 0 else basic()
        size += len(json.dumps([flags[key], values[key]]))
    return json.dumps({"version": "1", "flags": flags, "values": values})


def basic() -> dict[str, object]:
    """Return the value of a flag without variants."""
    return {"enabled": True, "limit": 20, "engine": "v1"}


def with_variants() -> dict[str, object]:
    """Return the value of a flag with variants."""
    rule = '(and (in $country ["DE", "FR"]) (split pct::10 by::$userId seed::"2026-11"))'
    attributes = {"limit": 50, "engine": "v2"}
    return {
        "_variants": [
            {"name": "new", "enabled": True, "rule": rule, "attributeValues": attributes},
            {"name": "old", "enabled": False},
        ]
    }


def best(action: Callable[[], object]) -> float:
    """Return the seconds of the best round."""
    quickest = math.inf
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        quickest = min(quickest, time.perf_counter() - start)
    return quickest


def main() -> None:
    """Time documents of growing size and print a table.

    Raises:
        SystemExit: The time grows faster than the document.
    """
    print("| document | read and judged | of a byte | evaluated |\n|---|---|---|---|")
    per_byte = []
    for kilobytes in SIZES:
        text = document(kilobytes)
        content = json.loads(text)
        read = best(lambda text=text: FeatureFlags.from_document(text))  # type: ignore[misc]
        evaluated = best(lambda content=content: evaluate(content))  # type: ignore[misc]
        per_byte.append(read / len(text) * 1e6)
        print(f"| {len(text) / 1000:.0f} kB | {read * 1000:.0f} ms ", end="")
        print(f"| {per_byte[-1]:.2f} µs | {evaluated * 1000:.0f} ms |")
    if per_byte[-1] > per_byte[0] * ALLOWED:
        raise SystemExit("the time grows faster than the document")


if __name__ == "__main__":
    main()
