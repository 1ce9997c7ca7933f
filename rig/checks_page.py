"""Writes ``docs/checks.md`` from the checks themselves: ``.venv/bin/python -m rig.checks_page``."""

from __future__ import annotations

import importlib
import pkgutil
import textwrap

import cdk_appconfig
from cdk_appconfig.findings import Check
from rig import check_examples
from rig.check_examples import CheckExample
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

_EXAMPLES = """
## In a template

What the checks of whole apps find. Each template is a shop with an application `App`, an
environment `Env`, profiles `Profile` and `Flags` with a version each, a strategy, a deployment, an
extension and an experiment; what is shown is what is changed in it, and `null` takes something
away. `=65` stands for a text of 65 characters, `More=20` for 20 resources.
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
    return _HEAD + "\n".join(rows) + "\n" + _EXAMPLES + "".join(map(_example, _examples()))


def _examples() -> list[CheckExample]:
    return [check_examples.examples()[id] for id in sorted(check_examples.examples())]


def _example(example: CheckExample) -> str:
    snippet = check_examples.snippet(example.id) or "  {}"
    message = " ".join(example.finding["message"].split())
    fix = example.finding["fix"]
    end = "" if fix.endswith("?") else "."
    return (
        f"\n### {example.id}\n\n```yaml\n{textwrap.dedent(snippet)}\n```\n\n"
        f"`{example.finding['where']}`: {message}. Mend: {fix}{end}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
