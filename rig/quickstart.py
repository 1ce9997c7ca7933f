"""Deploys ``examples/quickstart`` into the emulator and shows what applications read there."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rig import cdk_cli, emulator, prepare, reader

APPLICATION = "Quickstart-Shop"
PROFILE = "features"
ENVIRONMENTS = ("beta", "prod")
EXAMPLE = prepare.ROOT / "examples" / "quickstart"


def main(example: Path = EXAMPLE) -> None:
    """Start the emulator, deploy, read back, print the table, stop the emulator."""
    started = time.monotonic()
    console = Console(width=100, highlight=False)
    with emulator.running() as aws:
        console.print(f"-- MiniStack {emulator.VERSION} stands in for AWS at {aws.url}")
        console.print("-- cdk bootstrap")
        cdk_cli.bootstrap(aws, example)
        console.print("-- cdk deploy")
        cdk_cli.deploy(aws, example)
        served = {
            environment: reader.as_served(reader.read(aws, APPLICATION, environment, PROFILE))
            for environment in ENVIRONMENTS
        }
    console.print(table(served))
    console.print(
        "Read through appconfigdata. A disabled flag is shown without its attributes, as AWS\n"
        "serves it; the emulator would leave them in. "
        f"Deployed and read in {time.monotonic() - started:.0f} s; the emulator is stopped."
    )


def table(served: dict[str, dict[str, dict[str, Any]]]) -> Table:
    """Return the flags as each environment serves them, a column for each environment."""
    result = Table("flag", *served, title=f"{APPLICATION}: {PROFILE}", show_lines=True)
    for key in sorted({key for flags in served.values() for key in flags}):
        result.add_row(key, *(Text(_cell(flags.get(key))) for flags in served.values()))
    return result


def _cell(state: dict[str, Any] | None) -> str:
    if state is None:
        return "absent"
    attributes = [f"{key} = {json.dumps(state[key])}" for key in sorted(state) if key != "enabled"]
    return "\n".join(["on" if state["enabled"] else "off", *attributes])


if __name__ == "__main__":
    # A kind kill must run the clean-up, as an interrupt does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except (cdk_cli.CdkCliError, RuntimeError) as error:
        sys.exit(str(error))
