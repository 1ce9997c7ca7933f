"""``cdk-appconfig``: reads the command line and runs the command."""

from __future__ import annotations

import argparse
import gc
import io
import sys
from typing import TYPE_CHECKING, NoReturn

from cdk_appconfig.local.cli import check
from cdk_appconfig.local.cli.help import HelpFormatter

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


class _Version(argparse.Action):
    """Prints the version, which only who asks for it has to look up."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print it and end the program."""
        import importlib.metadata  # noqa: PLC0415 see above

        print(f"{parser.prog} {importlib.metadata.version(parser.prog)}")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: What follows the name of the program; left out, what the shell passed.
    """
    parser = argparse.ArgumentParser(
        prog="cdk-appconfig", description="AWS AppConfig, checked.", formatter_class=HelpFormatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check.add_to(commands)
    chosen = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # what it cannot print is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    # Nearly all that is read and found is held to the end: the collector would look at it again and
    # again, a tenth of the time, to find nothing.
    gc.disable()
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stdout = None  # the interpreter would flush it once more
        return 1
    finally:
        gc.enable()
    if arguments is None:  # the program ends, and what it holds need not be looked at once more
        gc.freeze()
    return code
