"""MiniStack's own server, tied to the process that started it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading

from ministack.app import main

MINUTE = "STRICT_MINUTE_SECONDS"
"""Set in the environment, it puts the strict layer on: how long a minute of a strategy takes."""


def end_with_starter() -> None:
    """Wait until the starter's end of the pipe is closed, then end the whole process group.

    A starter that was killed could not clean up either.
    """
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def make_strict() -> None:
    """Put the strict layer on if it was asked for."""
    if MINUTE in os.environ:
        from rig import strict  # noqa: PLC0415  # a plain emulator starts without it

        strict.install(minute_seconds=float(os.environ[MINUTE]))


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    make_strict()
    main()
