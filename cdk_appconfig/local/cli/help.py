"""How help is laid out."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

__all__ = ["HelpFormatter"]

_COLUMNS = 80


class HelpFormatter(argparse.HelpFormatter):
    """Asks for the width of the terminal itself.

    That of argparse asks ``shutil``, also while arguments are added and nothing is laid out, and
    loads four compressors with it.

    Args:
        prog: Name of the program.
        options: What argparse passes besides.
    """

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **{"width": _columns() - 2, **options})


def _columns() -> int:
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated) > 0:
        return int(stated)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return _COLUMNS
