"""Deploys ``examples/quickstart`` into the emulator and shows what applications read there."""

from __future__ import annotations

import json
import signal
import sys
import time
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cdk_appconfig import evaluate
from rig import cdk_cli, emulator, prepare, reader
from rig.emulator import Emulator

APPLICATION = "Quickstart-Shop"
PROFILE = "features"
ENVIRONMENTS = ("beta", "prod")
CONTEXTS: dict[str, dict[str, str]] = {"": {}, "plan = gold": {"plan": "gold"}}
"""What an application says of a customer; a flag with variants is shown for each."""
EXAMPLE = prepare.ROOT / "examples" / "quickstart"


def main() -> None:
    """Start the emulator, deploy, read back, print the table, stop the emulator."""
    started = time.monotonic()
    console = Console(width=100, highlight=False)
    with emulator.running() as aws:
        console.print(f"-- MiniStack {emulator.VERSION} stands in for AWS at {aws.url}")
        console.print("-- cdk bootstrap")
        cdk_cli.bootstrap(aws, EXAMPLE)
        console.print("-- cdk deploy")
        cdk_cli.deploy(aws, EXAMPLE)
        shown = table(stored(aws))
    console.print(shown)
    console.print(
        "Read through appconfigdata. The emulator serves flags as they are stored; what is shown\n"
        "is made of that by `cdk_appconfig.evaluate`, which answers as AppConfig Agent does: the\n"
        "variant that fits what the application says, and no attributes of a disabled flag.\n"
        f"Deployed and read in {time.monotonic() - started:.0f} s; the emulator is stopped."
    )


def stored(aws: Emulator) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what the emulator serves to the applications: environment → flag → its state."""
    return {
        environment: reader.read(aws, APPLICATION, environment, PROFILE)
        for environment in ENVIRONMENTS
    }


def table(stored: dict[str, dict[str, dict[str, Any]]]) -> Table:
    """Return the flags as applications receive them, a column for each environment.

    Args:
        stored: Environment → flag → its state as the emulator serves it.
    """
    result = Table("flag", *stored, title=f"{APPLICATION}: {PROFILE}", show_lines=True)
    for key in sorted({key for flags in stored.values() for key in flags}):
        varied = any("_variants" in flags.get(key, {}) for flags in stored.values())
        for label, context in CONTEXTS.items() if varied else [("", {})]:
            received = [_received(flags, context).get(key) for flags in stored.values()]
            result.add_row(f"{key}\n{label}".strip(), *(Text(_cell(state)) for state in received))
    return result


def _received(flags: dict[str, dict[str, Any]], context: dict[str, str]) -> dict[str, Any]:
    return dict(evaluate({"version": "1", "values": flags}, context=context))


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
