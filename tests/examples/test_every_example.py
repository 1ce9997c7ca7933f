from __future__ import annotations

import json
from pathlib import Path

import pytest

from rig import examples
from rig.prepare import ROOT
from rig.templates import STRICT_CONTEXT

EXAMPLES = sorted(path.parent for path in examples.FOLDER.glob("*/app.py"))


@pytest.fixture(params=EXAMPLES, ids=lambda example: example.name)
def example(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_its_context_is_the_one_the_tests_use(example: Path) -> None:
    settings = json.loads((example / "cdk.json").read_text())

    assert settings == {"app": "python3 app.py", "context": STRICT_CONTEXT}


def test_readme_lists_it(example: Path) -> None:
    assert f"](examples/{example.name})" in (ROOT / "README.md").read_text()


def test_a_page_of_its_own_tells_of_it_and_of_its_files(example: Path) -> None:
    page = (example / "README.md").read_text()
    files = [file.relative_to(example).as_posix() for file in example.rglob("*.py")]

    assert len(page.splitlines()) <= 30
    assert [file for file in files if f"]({file})" not in page and file != "app.py"] == []


def test_it_can_be_read_in_one_go(example: Path) -> None:
    assert len((example / "app.py").read_text().splitlines()) <= 80
