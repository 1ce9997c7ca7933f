"""JSON Schemas over documents of 0.25 to 2 MB, side by side with ``jsonschema``.

The same schema and the same documents, one good and one with a mistake in every hundredth entry,
of which both must find as many. The best of several rounds counts. It fails if time grows faster
than the document. In an environment with this package and ``requirements/test.txt``::

    python benchmarks/validators.py
"""

from __future__ import annotations

import copy
import math
import time
from typing import TYPE_CHECKING, Any

import jsonschema

from cdk_appconfig import FreeformContent, JsonSchema

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = [250_000, 500_000, 1_000_000, 2_000_000]
ROUNDS = 5
SLACK = 2.5
"""How much more a byte of the largest document may take than one of the smallest."""

HOST = {
    "type": "object",
    "required": ["name", "port", "weight"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9.-]+$", "maxLength": 64},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "weight": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        "tags": {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b", "c"]}},
        "zone": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["hosts"],
    "properties": {"hosts": {"type": "array", "items": {"$ref": "#/definitions/host"}}},
    "definitions": {"host": HOST},
}


def document(size: int) -> dict[str, Any]:
    """Return a document that fits the schema and has about so many bytes as JSON."""
    count = size // 87
    return {
        "hosts": [
            {
                "name": f"host-{index}.example.com",
                "port": 1 + index % 65535,
                "weight": 1.5,
                "tags": ["a", "b"],
                "zone": None if index % 2 else "z",
            }
            for index in range(count)
        ]
    }


def with_mistakes(good: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the wrong type in every hundredth entry."""
    bad = copy.deepcopy(good)
    for host in bad["hosts"][::100]:
        host["port"] = "x"
    return bad


def best(question: Callable[[], int]) -> tuple[float, int]:
    """Return the milliseconds of the best round, and the answer."""
    took, answer = math.inf, 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = question()
        took = min(took, (time.perf_counter() - start) * 1000)
    return took, answer


def row(size: int) -> tuple[str, float]:
    """Return a line of the table, and the milliseconds of ours per byte.

    Raises:
        SystemExit: The two find different numbers of mistakes.
    """
    ours, theirs = JsonSchema(SCHEMA), jsonschema.Draft4Validator(SCHEMA)
    good = document(size)
    bad = with_mistakes(good)
    content, wrong = FreeformContent.of(good), FreeformContent.of(bad)
    written, _ = best(lambda: FreeformContent.of(good).size or 0)
    valid, none = best(lambda: len(ours.findings(content)))
    invalid, some = best(lambda: len(ours.findings(wrong)))
    other, same = best(lambda: sum(1 for _ in theirs.iter_errors(bad)))
    if none or some != same:
        raise SystemExit(f"{none} and {some} mistakes, {same} by jsonschema")
    cells = [f"{content.size}", *(f"{ms:.1f}" for ms in (written, valid, invalid)), str(some)]
    line = " | ".join([*cells, f"{other:.1f}", f"{other / invalid:.0f}"])
    return f"| {line} |", (valid + written) / (content.size or 1)


def main() -> None:
    """Print a table, and fail if time is not linear in size.

    Raises:
        SystemExit: A byte of the largest document takes much more than one of the smallest.
    """
    print("| bytes | canonical, ms | valid, ms | mistakes, ms | found | jsonschema, ms | times |")
    print("|---|---|---|---|---|---|---|")
    per_byte = []
    for size in SIZES:
        line, cost = row(size)
        per_byte.append(cost)
        print(line)
    if per_byte[-1] > SLACK * per_byte[0]:
        raise SystemExit("time grows faster than the document")


if __name__ == "__main__":
    main()
