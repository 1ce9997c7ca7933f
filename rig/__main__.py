"""``python3 -m rig try-it``, ``python3 -m rig test`` and ``python3 -m rig app APP``.

Runs on a bare Python 3.10 or later: it makes the environment, then goes on inside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

if sys.version_info < (3, 10):
    sys.exit(f"Python 3.10 or later is needed, this is {sys.version.split()[0]}")

from rig import prepare

AT_THE_FLOOR = [
    "-m",
    "not once",
    "tests/constructs",
    "tests/examples",
    "tests/rig/test_updates.py",
    "tests/conventions/test_floor.py",
]
"""The tests that run with the oldest CDK as well: those that synthesize, but for a few."""

CHECKS = [["pytest"]]
BESIDE = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["lint-imports"],
    ["mypy"],
    ["node", "node_modules/pyright/index.js"],
    ["floor-python", "-m", "pytest", *AT_THE_FLOOR],
]
"""What runs while the tests run, one after another: there are two processors at least."""


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and return its exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m rig", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("try-it", help="deploy the quickstart into a local AWS and read it back")
    test = commands.add_parser("test", help="run everything that CI runs")
    test.add_argument("pytest", nargs="*", help="pass these to pytest, and run nothing else")
    app = commands.add_parser("app", help="run a CDK app in the prepared environment, for cdk.json")
    app.add_argument("path", help="the app, for example examples/quickstart/app.py")
    chosen = parser.parse_args(arguments)
    if chosen.command == "app":
        prepare.run_app(chosen.path)
    prepare.prepare(["run"] if chosen.command == "try-it" else ["run", "test"])
    if chosen.command == "try-it":
        prepare.become(["-m", "rig.quickstart"])
    if chosen.pytest:
        return run_checks([["pytest", *chosen.pytest]])
    prepare.prepare_floor()
    return run_checks(CHECKS, beside=BESIDE)


def run_checks(checks: Sequence[Sequence[str]], beside: Sequence[Sequence[str]] = ()) -> int:
    """Run every check, also after one has failed, and return 0 if all passed.

    Args:
        checks: Commands, run one after another. What they print is seen at once.
        beside: Commands that run meanwhile, one after another. Each prints when it has ended.
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = [(check, pool.submit(_run, check, quiet=True)) for check in beside]
        done = [(check, _run(check)) for check in checks]
        done += [(check, future.result()) for check, future in waiting]
    failed = [" ".join(check) for check, code in done if code]
    for name in failed:
        print(f"failed: {name}", flush=True)
    return 1 if failed else 0


def _run(check: Sequence[str], *, quiet: bool = False) -> int:
    """Run a command and return its exit code; a quiet one prints when it has ended."""
    name = " ".join(check)
    if not quiet:
        print(f"== {name}", flush=True)
    command = [prepare.program(check[0]), *check[1:]]
    done = subprocess.run(
        command,
        cwd=prepare.ROOT,
        env=prepare.environment(),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if quiet:
        print(f"== {name}\n{done.stdout}", end="", flush=True)
    return done.returncode


if __name__ == "__main__":
    os.chdir(prepare.ROOT)
    sys.exit(main(sys.argv[1:]))
