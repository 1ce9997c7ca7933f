from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

from rig import checks_page, public_templates

KNOWN = public_templates.recorded()
SEVERITIES = {check.id: check.severity for check in checks_page.all_checks()}


def test_templates_of_many_kinds_are_recorded() -> None:
    by_form = {
        repository: {Path(template["path"]).suffix for template in about["templates"]}
        for repository, about in KNOWN.items()
    }
    hard = [
        repository
        for repository, about in KNOWN.items()
        if len(about["templates"]) > 1 or any("has" in each for each in about["templates"])
    ]

    assert len(KNOWN) >= 20
    assert sum(bool(forms & {".yaml", ".yml"}) for forms in by_form.values()) >= 5
    assert len(hard) >= 5


def test_no_error_is_found_in_what_aws_deployed() -> None:
    errors = [
        (repository, found)
        for repository, about in KNOWN.items()
        for template in about["templates"]
        if about.get("deployed")
        for found in template.get("found", [])
        if SEVERITIES[found.partition(" ")[0]] == "error"
    ]

    assert sum(bool(about.get("deployed")) for about in KNOWN.values()) == 2
    assert errors == []


def test_what_differs_from_the_record_is_told(tmp_path: Path) -> None:
    clone = tmp_path / "owner" / "shop"
    clone.mkdir(parents=True)
    application = {"Type": "AWS::AppConfig::Application", "Properties": {"Name": ""}}
    (clone / "a.yaml").write_text(yaml.safe_dump({"Resources": {"Shop": application}}))
    git = ["git", "-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *command], check=True)
    found = ["APPCONFIG201 Shop.Name"]
    template = {"path": "a.yaml", "found": found}
    known = {"owner/shop": {"commit": "HEAD", "templates": [template]}, "owner/gone": {}}

    assert list(public_templates.differences(tmp_path, known)) == []

    template["found"] = []
    assert list(public_templates.differences(tmp_path, known)) == [
        f"owner/shop a.yaml: [] → {found}"
    ]
