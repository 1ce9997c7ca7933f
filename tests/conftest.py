"""Fixtures for tests that synthesize: every template is also judged by the CDK and by cfn-lint.

And one strict emulator, which all tests that need one share: they reset it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from aws_cdk import App, Stack
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from rig import emulator
from rig.emulator import Emulator
from rig.templates import STRICT_CONTEXT, Template, judged

Synthesize: TypeAlias = Callable[[], dict[str, Template]]


@pytest.fixture
def app(tmp_path: Path) -> App:
    """Return an app whose synthesis fails on anything that the CDK's own rules find."""
    return App(outdir=str(tmp_path / "cdk.out"), context=STRICT_CONTEXT, analytics_reporting=False)


@pytest.fixture
def stack(app: App) -> Stack:
    """Return an empty stack."""
    return Stack(app, "Test")


@pytest.fixture
def synthesize(app: App) -> Synthesize:
    """Return a function that synthesizes the app, judges it and returns template by stack."""
    return lambda: judged(Path(app.synth().directory))


@pytest.fixture
def template(synthesize: Synthesize) -> Callable[[], Template]:
    """Return a function that synthesizes the app and returns the template of its only stack."""

    def run() -> Template:
        [template] = synthesize().values()
        return template

    return run


@pytest.fixture
def snapshot_json(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return a snapshot that is kept as a JSON file of its own."""
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture(scope="session")
def strict_aws() -> Iterator[Emulator]:
    """Return an emulator that refuses what AWS refuses; a minute of a strategy takes 0.01 s."""
    with emulator.running(strict=True, minute_seconds=0.01) as aws:
        yield aws
