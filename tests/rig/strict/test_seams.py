from __future__ import annotations

import re

import pytest

from rig.captured import FOLDER
from rig.strict import seams


def test_this_emulator_has_everything() -> None:
    seams.check()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(seams.appconfig, "_start_deployment")
    monkeypatch.delitem(seams.handlers, "AWS::AppConfig::Deployment")

    with pytest.raises(RuntimeError) as caught:
        seams.check()

    assert str(caught.value) == (
        "the strict layer does not fit this MiniStack: no "
        "ministack.services.appconfig._start_deployment, "
        "a CloudFormation handler of AWS::AppConfig::Deployment"
    )


def test_every_private_name_is_looked_for() -> None:
    """A name that is used and not looked for would fail later, and less clearly."""
    for file in FOLDER.parents[2].glob("rig/strict/*.py"):
        for module, name in re.findall(
            r"(?<![\"\w])(appconfig|concurrency|engine|provisioners|responses|stacks)\.(\w+)",
            file.read_text(),
        ):
            assert name in seams.looked_for(module), f"{file.name}: {module}.{name}"
