"""Writes the table of the agent's layers from the page of the user guide that lists them.

``.venv/bin/python -m rig.agent_layers PAGE``: a copy of the page as Markdown, which AWS serves at
https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cdk_appconfig.constructs._agent_layer import NAMES, layer_arn
from rig.prepare import ROOT

TABLE = ROOT / "cdk_appconfig" / "constructs" / "_agent_layer_table.py"
VARIANTS = (2, 0, 678)
"""The first release that chooses between variants, by its release notes."""

ENTITY_IDS = (2, 0, 14126)
"""The release of the day before the guide spoke of entity ids; its notes are silent about them."""

_Release: TypeAlias = "tuple[int, ...]"
_LISTED = re.compile(
    r"Version (?P<release>\d+\.\d+\.\d+)"
    r"|(?P<arn>arn:[\w-]+:lambda:(?P<region>[\w-]+):(?P<account>\d{12})"
    r":layer:(?P<name>[\w-]+):(?P<number>\d+))"
)
_NOTE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d\d)/(\d\d)/(\d{4}) \|", re.MULTILINE)

_HEAD = '''\
"""The layers of AppConfig Agent {version}, which AWS released on {released}.

Written by ``rig/agent_layers.py``. A row gives the account of the publisher, and then pairs of
numbers, on x86_64 and on arm64: of the newest layer, of the last one that is listed as older than
variants, and of the last one that is listed as older than entity ids (0 where none is listed).
Where the guide lists a region no longer, the newest is the last that it gave.
"""

from __future__ import annotations

__all__ = ["AGENT_VERSION", "LAYERS", "RELEASED"]

AGENT_VERSION = "{version}"
RELEASED = "{released}"

LAYERS: dict[str, tuple[str, tuple[int, int], tuple[int, int], tuple[int, int]]] = {{
'''


class _Layer(NamedTuple):
    release: _Release
    number: int


def text(page: str) -> str:
    """Return the module with the table.

    Raises:
        ValueError: The page lists an ARN that is not what the table would give, or a region without
            a layer for each architecture.
    """
    layers, accounts = _listed(page)
    rows = [_row(region, accounts[region], layers) for region in sorted(accounts)]
    version, month, day, year = next(_NOTE.finditer(page)).groups()
    head = _HEAD.format(version=version, released=f"{year}-{month}-{day}")
    return head + "".join(rows) + "}\n"


def _listed(page: str) -> tuple[dict[tuple[str, str], list[_Layer]], dict[str, str]]:
    """Return the layers by region and name, and the accounts by region."""
    layers: dict[tuple[str, str], list[_Layer]] = {}
    accounts: dict[str, str] = {}
    release: _Release = ()
    for match in _LISTED.finditer(page):
        if match["release"]:
            release = tuple(map(int, match["release"].split(".")))
            continue
        region, name, number = match["region"], match["name"], int(match["number"])
        account = accounts.setdefault(region, match["account"])
        architectures = [each for each in NAMES if NAMES[each] == name]
        if match["arn"] not in [layer_arn(region, each, account, number) for each in architectures]:
            raise ValueError(f"not the form that is known: {match['arn']}")
        layers.setdefault((region, name), []).append(_Layer(release, number))
    return layers, accounts


def _row(region: str, account: str, layers: dict[tuple[str, str], list[_Layer]]) -> str:
    of_region = [layers.get((region, name), []) for name in NAMES.values()]
    if not all(of_region):
        raise ValueError(f"one architecture only: {region}")

    def pair(choose: Callable[[list[_Layer]], int]) -> str:
        return f"({', '.join(str(choose(listed)) for listed in of_region)})"

    def last_before(release: _Release) -> str:
        return pair(
            lambda listed: max(
                (each.number for each in listed if each.release < release), default=0
            )
        )

    newest = pair(lambda listed: max(listed).number)
    columns = [f'"{account}"', newest, last_before(VARIANTS), last_before(ENTITY_IDS)]
    return f'    "{region}": ({", ".join(columns)}),\n'


if __name__ == "__main__":
    TABLE.write_text(text(Path(sys.argv[1]).read_text(encoding="utf-8")))
