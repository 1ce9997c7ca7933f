"""Writes ``docs/checks.md`` from the checks themselves: ``.venv/bin/python -m rig.checks_page``."""

from __future__ import annotations

import importlib
import pkgutil

import cdk_appconfig
from cdk_appconfig.findings import Check
from rig.prepare import ROOT

PAGE = ROOT / "docs" / "checks.md"
_HEAD = """\
# Checks

Everything this package finds, by id. An id is public: it keeps its meaning and is never used for
something else. *error* means that AWS is known to refuse it; *warning* that AWS accepts it and
people regret it. Evidence: *captured* (AWS was seen to answer so), *documented* (its documentation
says so), *schema* (its API model, resource schema or published JSON Schema says so), *inferred*
(follows from a captured answer to another input).

This page is generated from the code: `.venv/bin/python -m rig.checks_page`.

| id | what is found | severity | rule | evidence |
|---|---|---|---|---|
"""


def all_checks() -> list[Check]:
    """Return every check of the package, by id."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(cdk_appconfig.__path__, "cdk_appconfig.")
    ]
    checks = {
        value for module in modules for value in vars(module).values() if isinstance(value, Check)
    }
    return sorted(checks, key=lambda check: check.id)


def page() -> str:
    """Return the page as Markdown."""
    rows = [
        f"| `{check.id}` | {check.summary} | {check.severity} | {check.rule} "
        f"| [{check.evidence}]({check.source}) |"
        for check in all_checks()
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
