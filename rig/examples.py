"""The examples, synthesized in the process of the test and deployed side by side."""

from __future__ import annotations

import json
import os
import runpy
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import aws_cdk
from aws_cdk import aws_lambda as lambda_

from rig import prepare
from rig.templates import STRICT_CONTEXT

FOLDER = prepare.ROOT / "examples"


def synthesized(name: str, outdir: Path, *, script: str = "app.py") -> Path:
    """Synthesize an example, and return its cloud assembly.

    Args:
        name: The folder of the example.
        outdir: Where the assembly goes.
        script: The app.
    """
    run(name, outdir, script=script)
    return outdir


def run(name: str, outdir: Path, *, script: str = "app.py") -> dict[str, Any]:
    """Run the app of an example as it stands, and return what it defines."""
    app = partial(
        aws_cdk.App, outdir=str(outdir), context=STRICT_CONTEXT, analytics_reporting=False
    )
    with inside(name), mock.patch.object(aws_cdk, "App", app):
        return runpy.run_path(str(FOLDER / name / script))


@contextmanager
def inside(example: str) -> Iterator[None]:
    """Let code run as in the folder of an example: it imports from there, and so it finds files.

    The CDK itself stays where it was started, so that paths of assets are told in full.
    """
    folder = FOLDER / example
    before, modules = Path.cwd(), set(sys.modules)
    from_asset = lambda_.Code.from_asset
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        with mock.patch.object(
            lambda_.Code,
            "from_asset",
            lambda path, **options: from_asset(str(folder / path), **options),
        ):
            yield
    finally:
        sys.path.remove(str(folder))
        os.chdir(before)
        for name in set(sys.modules) - modules:
            module = sys.modules[name]
            places = [getattr(module, "__file__", None), *getattr(module, "__path__", [])]
            if any(str(place).startswith(str(folder)) for place in places):
                del sys.modules[name]


def side_by_side(names: Sequence[str], outdir: Path) -> Path:
    """Return one cloud assembly that holds several examples, as an app holds its stages.

    The CDK CLI then deploys them in one run.
    """
    assemblies = [synthesized(name, outdir / name) for name in names]
    version = json.loads((assemblies[0] / "manifest.json").read_text())["version"]
    artifacts = {
        f"assembly-{name}": {
            "type": "cdk:cloud-assembly",
            "properties": {"directoryName": name, "displayName": name},
        }
        for name in names
    }
    (outdir / "manifest.json").write_text(json.dumps({"version": version, "artifacts": artifacts}))
    return outdir
