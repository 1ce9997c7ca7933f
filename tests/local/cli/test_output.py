from __future__ import annotations

import json

from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.local.cli.output import FORMATS
from cdk_appconfig.local.judged import Judged, Placed

CHECK = Check(
    id="APPCONFIG999",
    summary="A summary",
    rule="a rule",
    source="https://docs.aws.amazon.com/x.html",
    evidence="captured",
)
FINDING = Finding(
    check=CHECK, where="Shop/Prod.Name", message="100% wrong,\nsee: below", found="'x'", fix="mend"
)


def one(*, line: int | None) -> Judged:
    placed = Placed(finding=FINDING, file="cdk.out/a.json", line=lambda: line)
    return Judged(findings=(placed,), unreadable=False, inputs=1)


def test_github_escapes_what_ends_a_command() -> None:
    assert FORMATS["github"](one(line=7)) == (
        "::error file=cdk.out/a.json,title=APPCONFIG999 Shop/Prod.Name,line=7::"
        "100%25 wrong,%0Asee: below%0A"
        "why: a rule (https://docs.aws.amazon.com/x.html)%0Afix: mend\n"
    )


def test_a_finding_without_a_line_has_none() -> None:
    assert "line=" not in FORMATS["github"](one(line=None))
    assert FORMATS["text"](one(line=None)).startswith("cdk.out/a.json\n")
    [result] = json.loads(FORMATS["sarif"](one(line=None)))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_sarif() -> None:
    log = json.loads(FORMATS["sarif"](one(line=7)))

    assert log["version"] == "2.1.0"
    assert log["runs"] == [
        {
            "tool": {
                "driver": {
                    "name": "cdk-appconfig",
                    "rules": [
                        {
                            "id": "APPCONFIG999",
                            "shortDescription": {"text": "A summary"},
                            "fullDescription": {"text": "a rule"},
                            "helpUri": "https://docs.aws.amazon.com/x.html",
                            "defaultConfiguration": {"level": "error"},
                        }
                    ],
                }
            },
            "results": [
                {
                    "ruleId": "APPCONFIG999",
                    "level": "error",
                    "message": {"text": "Shop/Prod.Name: 100% wrong,\nsee: below; mend"},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "cdk.out/a.json"},
                                "region": {"startLine": 7},
                            },
                            "logicalLocations": [{"fullyQualifiedName": "Shop/Prod.Name"}],
                        }
                    ],
                }
            ],
        }
    ]


def test_nothing_found_is_a_whole_document_in_every_format() -> None:
    nothing = Judged(findings=(), unreadable=False, inputs=1)

    assert json.loads(FORMATS["json"](nothing)) == {"findings": []}
    assert json.loads(FORMATS["sarif"](nothing))["runs"][0]["results"] == []
    assert FORMATS["github"](nothing) == ""
    assert FORMATS["text"](nothing) == "nothing found in 1 path\n"
