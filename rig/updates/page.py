"""Writes the table of ``docs/updates.md``: ``.venv/bin/python -m rig.updates.page``."""

from __future__ import annotations

from rig.prepare import ROOT
from rig.updates.edits import EDITS

PAGE = ROOT / "docs" / "updates.md"
_BEGIN = "<!-- .venv/bin/python -m rig.updates.page writes from here … -->\n"
_END = "<!-- … to here -->\n"


def table() -> str:
    """Return the edits and what each replaces, as Markdown."""
    rows = [
        f"| {edit.title} | {edit.ours} | {'has none' if edit.l2 is None else edit.l2} |"
        for edit in EDITS
    ]
    return "\n".join(["| edit | ours | L2 |", "|---|---|---|", *rows]) + "\n"


def page(text: str) -> str:
    """Return the text of the page with the table as it is now."""
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    return f"{head}{_BEGIN}\n{table()}\n{_END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
