"""MiniStack's own server, tied to the process that started it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading

from ministack.app import main


def end_with_starter() -> None:
    """Wait until the starter's end of the pipe is closed, then end the whole process group.

    A starter that was killed could not clean up either.
    """
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    main()
