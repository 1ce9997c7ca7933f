"""The real CDK CLI, pointed at an emulator."""

from __future__ import annotations

import subprocess
from pathlib import Path

from rig import prepare
from rig.emulator import ACCOUNT, REGION, Emulator

_CLI = prepare.ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
_IMPATIENT = prepare.ROOT / "rig" / "impatient.cjs"
_TIMEOUT_SECONDS = 300


class CdkCliError(Exception):
    """A command of the CDK CLI that failed, with all that it printed."""


def cdk(emulator: Emulator, folder: Path, *arguments: str, impatient: bool = False) -> str:
    """Run ``cdk`` in a folder and return what it printed.

    Args:
        emulator: The AWS it talks to.
        folder: A folder with a ``cdk.json``, or any folder when there is an ``--app``.
        arguments: Command and options, for example ``"deploy", "--all"``.
        impatient: Look at a stack every 0.1 seconds, not every 5.

    Raises:
        CdkCliError: The command failed, or took longer than five minutes.
    """
    environment = emulator.environment()
    if impatient:
        environment["NODE_OPTIONS"] = f'--require="{_IMPATIENT}"'
    command = [prepare.program("node"), str(_CLI), "--no-notices", "--no-color", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CdkCliError(f"cdk {' '.join(arguments)} took too long") from error
    if done.returncode != 0:
        raise CdkCliError(f"cdk {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout}")
    return done.stdout


def bootstrap(emulator: Emulator, folder: Path, *, impatient: bool = False) -> str:
    """Prepare the emulator's account and region for the CDK, as on a new account."""
    return cdk(emulator, folder, "bootstrap", f"aws://{ACCOUNT}/{REGION}", impatient=impatient)


def deploy(
    emulator: Emulator,
    folder: Path,
    *stacks: str,
    app: Path | None = None,
    impatient: bool = False,
) -> str:
    """Deploy stacks, or all of them, those of stages included, without asking.

    Args:
        emulator: The AWS it talks to.
        folder: A folder with a ``cdk.json``, or any folder when there is an ``app``.
        stacks: Which stacks, by path.
        app: A cloud assembly that is there already.
        impatient: Look at a stack every 0.1 seconds, not every 5.
    """
    return cdk(
        emulator,
        folder,
        "deploy",
        *(stacks or ["**"]),
        "--require-approval=never",
        "--method=direct",
        "--progress=events",
        f"--output={emulator.folder / 'cdk.out'}" if app is None else f"--app={app}",
        impatient=impatient,
    )
