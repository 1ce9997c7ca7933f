"""Every row is replayed, and every row that the layer speaks of is there."""

from __future__ import annotations

import re

import pytest

from rig import captured, prepare

LAYER = prepare.ROOT / "rig" / "strict"
TESTS = prepare.ROOT / "tests" / "rig" / "strict"
ROWS = captured.rows(*(file.stem for file in captured.FOLDER.glob("*.json")))
ID = re.compile(
    r"\b(?:app|env|profile|hcv|ff|var|deploy|stop|session|poll|delete|ext|assoc|served|validate|cal)"
    r"-(?:[a-z0-9]+-)*[a-z0-9]+\b"
)
SHARED = captured.rows("flags", "variants", "validators", "served")


def test_every_row_is_replayed() -> None:
    tests = "".join(file.read_text() for file in TESTS.glob("test_*.py"))

    assert [id for id in ROWS if f'"{id}"' not in tests] == []


def test_every_row_that_is_cited_is_there() -> None:
    cited = {id for file in LAYER.glob("*.py") for id in ID.findall(file.read_text())}

    assert len(cited) > 40
    assert sorted(cited - ROWS.keys() - SHARED.keys()) == []


def test_a_file_that_is_not_listed_is_refused() -> None:
    with pytest.raises(LookupError, match=r"^unlisted\.json is not in INDEX\.md$"):
        captured.rows("unlisted")
