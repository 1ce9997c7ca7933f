"""Other people's templates, checked again: ``.venv/bin/python -m rig.public_templates FOLDER``.

``FOLDER/<owner>/<name>`` are clones of the repositories of ``tests/data/public_templates``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cdk_appconfig.checks.judge import judge
from cdk_appconfig.template.assembly import load_file
from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.template_file import TemplateFile
from rig.prepare import ROOT

FOUND = ROOT / "tests" / "data" / "public_templates" / "found.yaml"


def recorded() -> dict[str, Any]:
    """Return what is known of each repository."""
    known: dict[str, Any] = yaml.safe_load(FOUND.read_text(encoding="utf-8"))
    return known


def differences(clones: Path, known: dict[str, Any]) -> Iterator[str]:
    """Yield what is found now and is not recorded, or the other way round.

    Args:
        clones: Folder of the clones. Repositories that are not there are left out.
        known: What is known of each repository.
    """
    for repository, about in known.items():
        clone = clones / repository
        for template in about["templates"] if clone.is_dir() else ():
            if "part" in template:
                continue
            text = _text(clone, template.get("commit") or about["commit"], template["path"])
            now, before = _findings(text, template["path"]), template.get("found", [])
            if now != before:
                yield f"{repository} {template['path']}: {before} → {now}"


def _text(clone: Path, commit: str, path: str) -> str:
    command = ["git", "-C", str(clone), "show", f"{commit}:{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _findings(text: str, name: str) -> list[str]:
    stacks = load_file(TemplateFile.parse(text, name))
    return [f"{finding.id} {finding.where}" for finding in judge(Graph(stacks))]


if __name__ == "__main__":
    told = list(differences(Path(sys.argv[1]), recorded()))
    print("\n".join(told) or "all as recorded")
    sys.exit(bool(told))
