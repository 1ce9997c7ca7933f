"""Ids of checks are public: stable, documented, never used twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cdk_appconfig.findings import Check
from rig import check_examples, checks_page
from rig.prepare import ROOT

CHECKS = checks_page.all_checks()
TESTS = "\n".join(file.read_text() for file in sorted(Path(ROOT, "tests").rglob("test_*.py")))

EXAMPLES = check_examples.examples()
"""Every one of them is asserted by ``tests/checks/test_judge.py``."""


def test_no_id_is_used_twice() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_what_it_asks_for_and_who_says_so(check: Check) -> None:
    assert re.fullmatch(r"APPCONFIG\d{3}", check.id)
    assert check.source.startswith("https://docs.aws.amazon.com/")
    for text in (check.summary, check.rule):
        assert text
        assert not text.endswith(".")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_is_asserted_by_its_id(check: Check) -> None:
    assert check.id in TESTS or check.id in EXAMPLES


def test_the_page_is_the_one_the_checks_give() -> None:
    assert checks_page.PAGE.read_text() == checks_page.page()
