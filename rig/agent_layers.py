"""Writes the table of the agent's layers from a file that lists them.

``.venv/bin/python -m rig.agent_layers FILE``: a JSON file with the newest release
(``latest_known``), the ARNs by architecture and region (``layers``), older ones of regions that the
newest table leaves out (``last_listed_elsewhere``) and those of the last release before variants.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from cdk_appconfig.constructs._agent_layer import layer_arn
from rig.prepare import ROOT

TABLE = ROOT / "cdk_appconfig" / "constructs" / "_agent_layer_table.py"
_ARN = re.compile(r"arn:[\w-]+:lambda:[\w-]+:(?P<account>\d{12}):layer:[\w-]+:(?P<number>\d+)")
_ARCHITECTURES = ("x86_64", "arm64")
_NONE = 0

_HEAD = '''\
"""The layers of AppConfig Agent {version}, which AWS released on {released}.

Written by ``rig/agent_layers.py``. A row gives the account of the publisher, the number of the
layer on x86_64 and on arm64, and the last numbers of both that are known to be older than variants
(0 where none is known). Where the guide lists a region no longer, the numbers are the last it gave.
"""

from __future__ import annotations

__all__ = ["AGENT_VERSION", "LAYERS", "RELEASED"]

AGENT_VERSION = "{version}"
RELEASED = "{released}"

LAYERS = {{
'''


def text(listed: dict[str, Any]) -> str:
    """Return the module with the table.

    Raises:
        ValueError: An ARN is not what the table would give.
    """
    newest = listed["latest_known"]
    arns = {
        architecture: {
            **listed["last_listed_elsewhere"][architecture],
            **listed["layers"][architecture],
        }
        for architecture in _ARCHITECTURES
    }
    before = listed["aws_cdk_lib_2_276_0"]["l2_Application_getLambdaLayerVersionArn"]
    rows = [_row(region, arns, before) for region in sorted(arns["x86_64"])]
    head = _HEAD.format(version=newest["agent_version"], released=newest["released"])
    return head + "".join(rows) + "}\n"


def _row(region: str, arns: dict[str, dict[str, str]], before: dict[str, dict[str, str]]) -> str:
    account = ""
    numbers = []
    for architecture in _ARCHITECTURES:
        account, number = _parts(arns[architecture][region])
        if layer_arn(region, architecture, account, number) != arns[architecture][region]:
            raise ValueError(f"not the form that is known: {arns[architecture][region]}")
        numbers.append(number)
    for architecture in _ARCHITECTURES:
        old = before[architecture].get(region)
        numbers.append(_parts(old)[1] if old else _NONE)
    return f'    "{region}": ("{account}", {", ".join(map(str, numbers))}),\n'


def _parts(arn: str) -> tuple[str, int]:
    match = _ARN.fullmatch(arn)
    if match is None:
        raise ValueError(f"not the ARN of a layer: {arn}")
    return match["account"], int(match["number"])


if __name__ == "__main__":
    TABLE.write_text(text(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
