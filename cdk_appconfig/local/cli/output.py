"""How findings are printed: for people, for programs, for code scanning and for GitHub Actions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cdk_appconfig.findings import Check
    from cdk_appconfig.local.judged import Judged, Placed

__all__ = ["FORMATS"]

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _text(judged: Judged) -> str:
    """For people: place and mistake, rule and source, mend, and a line that counts."""
    blocks = [_block(each) for each in judged.findings]
    return "\n".join([*blocks, _summary(judged)]) + "\n"


def _block(placed: Placed) -> str:
    line = placed.line()
    place = placed.file if line is None else f"{placed.file}:{line}"
    return f"{place}\n  " + str(placed.finding).replace("\n", "\n  ") + "\n"


def _summary(judged: Judged) -> str:
    if not judged.findings:
        return f"nothing found in {_count(judged.inputs, 'path')}"
    warnings = len(judged.findings) - judged.errors
    counted = [_count(judged.errors, "error"), _count(warnings, "warning")]
    return ", ".join(counted) + ("; not everything could be read" if judged.unreadable else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _json(judged: Judged) -> str:
    """For programs: ``{"findings": [...]}``."""
    findings = [
        {
            "id": each.finding.id,
            "severity": each.finding.severity,
            "file": each.file,
            "where": each.finding.where,
            "message": each.finding.message,
            "found": each.finding.found,
            "why": each.finding.why,
            "source": each.finding.source,
            "fix": each.finding.fix,
        }
        for each in judged.findings
    ]
    return json.dumps({"findings": findings}, indent=2) + "\n"


def _sarif(judged: Judged) -> str:
    """For code scanning: SARIF 2.1.0."""
    checks = {each.finding.id: each.finding.check for each in judged.findings}
    driver = {
        "name": "cdk-appconfig",
        "rules": [_sarif_rule(checks[id]) for id in sorted(checks)],
    }
    run = {
        "tool": {"driver": driver},
        "results": [_sarif_result(each) for each in judged.findings],
    }
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _sarif_rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.summary},
        "fullDescription": {"text": check.rule},
        "helpUri": check.source,
        "defaultConfiguration": {"level": check.severity},
    }


def _sarif_result(placed: Placed) -> dict[str, Any]:
    from pathlib import PurePath  # noqa: PLC0415  other formats do without

    finding, line = placed.finding, placed.line()
    physical: dict[str, Any] = {"artifactLocation": {"uri": PurePath(placed.file).as_posix()}}
    if line is not None:
        physical["region"] = {"startLine": line}
    return {
        "ruleId": finding.id,
        "level": finding.severity,
        "message": {"text": f"{finding.where}: {finding.message}; {finding.fix}"},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [{"fullyQualifiedName": finding.where}],
            }
        ],
    }


def _github(judged: Judged) -> str:
    """For GitHub Actions: workflow commands that become annotations."""
    return "".join(_annotation(each) for each in judged.findings)


def _annotation(placed: Placed) -> str:
    finding, line = placed.finding, placed.line()
    properties = {"file": placed.file, "title": f"{finding.id} {finding.where}"}
    if line is not None:
        properties["line"] = str(line)
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{finding.message}\nwhy: {finding.why} ({finding.source})\nfix: {finding.fix}"
    return f"::{finding.severity} {listed}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Judged], str]] = {
    "github": _github,
    "json": _json,
    "sarif": _sarif,
    "text": _text,
}
"""Name of a format → what it makes of findings."""
