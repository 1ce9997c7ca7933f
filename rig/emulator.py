"""MiniStack, the AWS on the laptop: started on a free port of 127.0.0.1, and always stopped again.

The server runs in a process group of its own and holds one end of a pipe: when its starter is gone,
for whatever reason, it goes as well.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import boto3

from rig import prepare

VERSION = "1.5.33"
"""The release that the tests were written for; 1.4.x, which resolvers like to pick, is no use."""

REGION = "us-east-1"
ACCOUNT = "000000000000"
_MINUTE = "STRICT_MINUTE_SECONDS"
_START_SECONDS = 30
_STOP_SECONDS = 3


@dataclass(frozen=True)
class Emulator:
    """A running emulator.

    Args:
        port: Its port on 127.0.0.1.
        folder: Its own folder for temporary files; it goes with the emulator.
        key: The access key of its clients.
    """

    port: int
    folder: Path
    key: str = "test"

    @property
    def url(self) -> str:
        """Address of every service."""
        return f"http://127.0.0.1:{self.port}"

    def of(self, key: str) -> Emulator:
        """Return the emulator as the owner of another access key sees it.

        Args:
            key: The access key; one of twelve digits is that of the account with this number.
        """
        return replace(self, key=key)

    def client(self, service: str) -> Any:
        """Return a boto3 client that talks to the emulator, whatever the shell is set up for."""
        return _client(self.url, service, self.key)

    def reset(self) -> None:
        """Forget everything: every account and region is as new."""
        _direct().open(f"{self.url}/_ministack/reset", data=b"", timeout=_START_SECONDS).close()

    def environment(self) -> dict[str, str]:
        """Return a process environment in which AWS is this emulator and nothing else.

        Profiles, keys and proxies of the user are left out: nothing may reach a real account.
        """
        left_out = ("AWS_", "CDK_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        clean = {
            name: value
            for name, value in prepare.environment().items()
            if not name.upper().startswith(left_out)
        }
        return {
            **clean,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "CDK_HOME": str(self.folder / "cdk"),
            "CDK_DISABLE_CLI_TELEMETRY": "1",
            "CI": "1",
        }


@functools.cache
def _client(url: str, service: str, key: str) -> Any:
    """Return a client, made once: that takes longer than most calls."""
    session = boto3.Session(aws_access_key_id=key, aws_secret_access_key="test", region_name=REGION)
    return session.client(service, endpoint_url=url)


@contextlib.contextmanager
def running(*, strict: bool = False, minute_seconds: float = 60) -> Iterator[Emulator]:
    """Start the emulator, and stop it at the end: after a failure and after an interrupt as well.

    Args:
        strict: Put the strict layer on: what AWS refuses is refused, and deployments take time.
        minute_seconds: How long a minute of a deployment strategy takes in the strict layer.

    Raises:
        RuntimeError: The installed version is another one, or it does not start.
    """
    installed = importlib.metadata.version("ministack")
    if installed != VERSION:
        raise RuntimeError(f"MiniStack {VERSION} is needed, {installed} is installed")
    with (
        tempfile.TemporaryDirectory(prefix="emulator-", ignore_cleanup_errors=True) as folder,
        Path(folder, "emulator.log").open("w+", encoding="utf-8") as log,
    ):
        emulator = Emulator(port=_free_port(), folder=Path(folder))
        process = _start(emulator, log, {_MINUTE: str(minute_seconds)} if strict else {})
        try:
            _wait_until_ready(emulator, process, log)
            yield emulator
        finally:
            _stop(process)


def _start(emulator: Emulator, log: IO[str], options: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {
        **prepare.environment(),
        **options,
        "GATEWAY_PORT": str(emulator.port),
        "BIND_HOST": "127.0.0.1",
        "TMPDIR": str(emulator.folder),
        "LOG_LEVEL": "WARNING",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "rig.serve"],
        cwd=prepare.ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _wait_until_ready(emulator: Emulator, process: subprocess.Popen[bytes], log: IO[str]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            _direct().open(f"{emulator.url}/_ministack/ready", timeout=1).close()
            return
        time.sleep(0.05)
    log.seek(0)
    raise RuntimeError(f"the emulator did not start:\n{log.read()[-2000:]}")


def _direct() -> urllib.request.OpenerDirector:
    """Return an opener that no proxy of the user's shell gets in the way of."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: politely first, then for good."""
    for ending in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
    if process.stdin is not None:
        process.stdin.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
