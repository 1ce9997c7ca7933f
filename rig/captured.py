"""Rows of captured answers of AWS, as tests replay them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

from rig import prepare

Row: TypeAlias = dict[str, Any]

_DATA = prepare.ROOT / "tests" / "data"
FOLDER = _DATA / "strict"
SHARED = _DATA / "captured_verdicts"


def rows(*names: str) -> dict[str, Row]:
    """Return the rows of some files by id.

    Args:
        names: Names of files without their ending: of this layer, or those that the tests of the
            model replay as well.

    Raises:
        LookupError: The index of the folder does not tell what is in the file.
    """
    found: dict[str, Row] = {}
    for name in names:
        file = _file(f"{name}.json")
        found |= {row["id"]: row for row in json.loads(file.read_text(encoding="utf-8"))}
    return found


def _file(name: str) -> Path:
    for folder in (FOLDER, SHARED):
        if f"| `{name}` |" in (folder / "INDEX.md").read_text(encoding="utf-8"):
            return folder / name
    raise LookupError(f"{name} is not in INDEX.md")


def says(row: Row, message: str) -> bool:
    """Tell whether a message is the row's, whatever stands for its placeholders."""
    if row.get("message") is None:
        return True
    parts = re.split(r"\$\{\w+\}", row["message"])
    return re.fullmatch("[^ ]+".join(map(re.escape, parts)), message) is not None
