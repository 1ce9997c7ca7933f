"""The table ``[tool.cdk-appconfig]`` of the nearest ``pyproject.toml``."""

from __future__ import annotations

import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import closest, shown
from cdk_appconfig.record import Record

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Settings", "SettingsError"]

_CHECK_ID = r"APPCONFIG\d{3}"
_KEYS = ("ignore", "strict")


class SettingsError(Exception):
    """Settings that cannot be used; the text says which, and what is allowed."""


class Settings(Record, kw_only=True):
    """What a project says once instead of at every call.

    Args:
        ignore: Ids of checks whose findings are left out.
        strict: Whether warnings count like errors.
    """

    ignore: frozenset[str] = frozenset()
    strict: bool = False

    @staticmethod
    def near(folder: str | Path) -> Settings:
        """Return the settings of the ``pyproject.toml`` in a folder, or in the nearest above it.

        Raises:
            SettingsError: The file cannot be read, or its table holds something unknown.
        """
        below, above = "", os.path.abspath(folder)
        while above != below:
            file = os.path.join(above, "pyproject.toml")
            if os.path.isfile(file):
                return Settings.of_table(_table(file), file)
            below, above = above, os.path.dirname(above)
        return Settings()

    @staticmethod
    def of_table(table: Any, where: str) -> Settings:
        """Return the settings of a table.

        Args:
            table: The table as it was read.
            where: What errors call it.

        Raises:
            SettingsError: It holds something unknown.
        """
        if not isinstance(table, dict):
            raise SettingsError(f"{where}: [tool.cdk-appconfig] is no table")
        for key in table:
            if key not in _KEYS:
                near = closest(key, _KEYS)
                mend = f"did you mean {near!r}?" if near else f"known are {', '.join(_KEYS)}"
                raise SettingsError(f"{where}: unknown setting {shown(key)}; {mend}")
        strict = table.get("strict", False)
        if not isinstance(strict, bool):
            raise SettingsError(f"{where}: strict is {shown(strict)}, not true or false")
        return Settings(ignore=check_ids(table.get("ignore", []), where), strict=strict)


def check_ids(ids: object, where: str) -> frozenset[str]:
    """Return ids of checks as a set.

    Args:
        ids: A list of ids.
        where: What errors call the place they come from.

    Raises:
        SettingsError: It is no list, or one of them cannot be the id of a check.
    """
    if not isinstance(ids, list):
        raise SettingsError(f'{where}: ignore is {shown(ids)}, not a list such as ["APPCONFIG333"]')
    for id in ids:
        if not isinstance(id, str) or not re.fullmatch(_CHECK_ID, id):
            raise SettingsError(
                f"{where}: {shown(id)} is no id of a check, which is APPCONFIG and three digits"
            )
    return frozenset(ids)


def _table(file: str) -> Any:
    try:
        toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    except ImportError:
        raise SettingsError(
            f"{file}: reading it on Python 3.10 needs pip install 'cdk-appconfig[cli]'"
        ) from None
    try:
        with open(file, "rb") as content:
            data = toml.load(content)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from None
    tool = data.get("tool", {})
    return tool.get("cdk-appconfig", {}) if isinstance(tool, dict) else {}
