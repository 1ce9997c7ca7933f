"""``python3 -m rig try-it``, ``python3 -m rig test`` and ``python3 -m rig app APP``.

Runs on a bare Python 3.10 or later: it makes the environment, then goes on inside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

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

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["node", "node_modules/pyright/index.js"],
    ["lint-imports"],
    ["pytest"],
    ["floor-python", "-m", "pytest", *AT_THE_FLOOR],
]


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
    return run_checks(CHECKS)


def run_checks(checks: Sequence[Sequence[str]]) -> int:
    """Run every check, also after one has failed, and return 0 if all passed."""
    failed = []
    environment = prepare.environment()
    for check in checks:
        name = " ".join(check)
        print(f"== {name}", flush=True)
        program = prepare.program(check[0])
        if subprocess.run([program, *check[1:]], cwd=prepare.ROOT, env=environment).returncode:
            failed.append(name)
    for name in failed:
        print(f"failed: {name}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(prepare.ROOT)
    sys.exit(main(sys.argv[1:]))
