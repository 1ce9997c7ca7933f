"""Rows of captured answers of AWS, as tests replay them."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from rig import prepare

Row: TypeAlias = dict[str, Any]

FOLDER = prepare.ROOT / "tests" / "data" / "strict"


def rows(name: str) -> dict[str, Row]:
    """Return the rows of one file by id.

    Args:
        name: Name of the file without its ending.

    Raises:
        LookupError: The index of the folder does not tell what is in the file.
    """
    file = FOLDER / f"{name}.json"
    if f"| `{file.name}` |" not in (FOLDER / "INDEX.md").read_text(encoding="utf-8"):
        raise LookupError(f"{file.name} is not in INDEX.md")
    return {row["id"]: row for row in json.loads(file.read_text(encoding="utf-8"))}


def says(row: Row, message: str) -> bool:
    """Tell whether a message is the row's, whatever stands for its placeholders."""
    if "message" not in row:
        return True
    parts = re.split(r"\$\{\w+\}", row["message"])
    return re.fullmatch("[^ ]+".join(map(re.escape, parts)), message) is not None
