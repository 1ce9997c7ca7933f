"""``cdk-appconfig check``: judges synthesized apps, templates, flag documents and schemas."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from cdk_appconfig.local.cli import output
from cdk_appconfig.local.cli.help import HelpFormatter
from cdk_appconfig.local.cli.settings import Settings, SettingsError, check_ids
from cdk_appconfig.local.judged import KINDS, Judged, judge_paths

if TYPE_CHECKING:
    import argparse

__all__ = ["add_to"]

CLEAN, FOUND, UNREADABLE = 0, 1, 2

_DESCRIPTION = """\
Judges AWS AppConfig resources in any synthesized app, and bare flag documents and JSON Schemas.
Nothing is deployed and no AWS account is needed."""
_EPILOG = """\
exit code: 0 without errors, 1 with errors (or warnings under --strict), 2 when something could not
be read or the call is wrong. --ignore and --strict can stand in [tool.cdk-appconfig] of
pyproject.toml."""


def add_to(commands: Any) -> None:
    """Add the command to a parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="judge AppConfig resources",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=HelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a cloud assembly (cdk.out), a template, a flag document or a schema; - for stdin",
    )
    parser.add_argument("--kind", choices=KINDS, help="what the paths are; else content decides")
    parser.add_argument("--format", choices=sorted(output.FORMATS), default="text")
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="ID", help="leave out a check; repeatable"
    )
    parser.add_argument("--strict", action="store_true", help="warnings count like errors")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge the paths, print what was found and return the exit code."""
    try:
        settings = Settings.near(os.getcwd())
        ignored = settings.ignore | check_ids(chosen.ignore, "--ignore")
    except SettingsError as error:
        print(f"cdk-appconfig: {error}", file=sys.stderr)
        return UNREADABLE
    judged = judge_paths(chosen.paths, chosen.kind).without(ignored)
    sys.stdout.write(output.FORMATS[chosen.format](judged))
    return _exit_code(judged, strict=chosen.strict or settings.strict)


def _exit_code(judged: Judged, *, strict: bool) -> int:
    if judged.unreadable:
        return UNREADABLE
    return FOUND if judged.errors or (strict and judged.findings) else CLEAN
