from __future__ import annotations

import importlib.metadata
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rig import emulator, prepare

STARTER = """
import time
from rig import emulator
with emulator.running() as aws:
    print(aws.port, aws.folder, flush=True)
    time.sleep(60)
"""
STRICT_STARTER = """
import json, time
from rig import emulator
from rig.probe import Probe
with emulator.running(strict=True) as aws:
    probe = Probe(*map(aws.client, ("appconfig", "appconfigdata", "cloudformation")))
    application = probe.application()
    environment, profile = probe.environment(application), probe.profile(application)
    probe.version(application, profile, {})
    probe.start_stack({"Deployment": {"Type": "AWS::AppConfig::Deployment", "Properties": {
        "ApplicationId": application,
        "EnvironmentId": environment,
        "ConfigurationProfileId": profile,
        "ConfigurationVersion": "1",
        "DeploymentStrategyId": "AppConfig.AllAtOnce",
    }}})
    while not probe.control.list_deployments(
        ApplicationId=application, EnvironmentId=environment
    )["Items"]:
        time.sleep(0.02)
    print(aws.port, aws.folder, flush=True)
    time.sleep(60)
"""


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_closed(port: int) -> bool:
    deadline = time.monotonic() + 10
    while is_open(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_open(port)


def test_it_listens_on_loopback_only_while_it_is_needed() -> None:
    with emulator.running() as aws:
        identity = aws.client("sts").get_caller_identity()
        assert is_open(aws.port)

    assert identity["Account"] == emulator.ACCOUNT
    assert not is_open(aws.port)
    assert not aws.folder.exists()


def test_it_stops_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), emulator.running() as aws:
        raise ZeroDivisionError

    assert not is_open(aws.port)


@pytest.mark.parametrize(
    ("starter_code", "ending"),
    [
        (STARTER, signal.SIGINT),
        (STARTER, signal.SIGTERM),
        (STARTER, signal.SIGKILL),
        (STRICT_STARTER, signal.SIGINT),
        (STRICT_STARTER, signal.SIGKILL),
    ],
    ids=["INT", "TERM", "KILL", "strict, with a waiting deployment: INT", "and KILL"],
)
def test_it_goes_with_the_process_that_started_it(
    starter_code: str, ending: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", starter_code],
        cwd=prepare.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        words = starter.stdout.readline().split()
        port, folder = int(words[0]), Path(words[1])
        assert is_open(port)

        starter.send_signal(ending)
        starter.wait(10)

    assert wait_until_closed(port)
    assert not folder.exists()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "1.4.21")

    with (
        pytest.raises(RuntimeError, match=r"^MiniStack 1\.5\.33 is needed, 1\.4\.21 is installed$"),
        emulator.running(),
    ):
        pass


def test_commands_see_this_aws_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("https_proxy", "http://proxy.example.com")

    with emulator.running() as aws:
        environment = aws.environment()

    assert {name: value for name, value in environment.items() if name.startswith("AWS_")} == {
        "AWS_ENDPOINT_URL": aws.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    assert "https_proxy" not in environment
