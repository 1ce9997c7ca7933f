"""Reading templates, by their size: twice the resources may take twice as long.

It fails if the time grows faster than that. YAML is read beside PyYAML's own loaders, which know
neither lines nor the limits of what may be read. In an environment with this package and PyYAML::

    python benchmarks/templates.py
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from cdk_appconfig import changes
from cdk_appconfig.template.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
SIZES = (250, 500, 1000, 2000)
ALLOWED = 1.5
"""How much longer a resource of the largest template may take than one of the smallest."""

JUDGED = ("every value", "changes", "YAML")
"""The columns that must not grow faster; reading JSON alone is too quick to be measured so."""


def template(resources: int) -> dict[str, Any]:
    """Return a template with about as many resources: applications with all that belongs to one."""
    found: dict[str, Any] = {}
    flags = {f"flag{index}": {"name": f"Flag {index}"} for index in range(10)}
    values = {key: {"enabled": True} for key in flags}
    content = json.dumps({"version": "1", "flags": flags, "values": values})
    for index in range(resources // 5):
        ids = {f"{term}Id": {"Ref": f"{term}{index}"} for term in ("Application", "Environment")}
        profile = {"ConfigurationProfileId": {"Ref": f"Profile{index}"}}
        application = {"ApplicationId": ids["ApplicationId"]}
        for term, type, properties in (
            ("Application", "Application", {"Name": {"Fn::Sub": f"shop{index}-${{AWS::Region}}"}}),
            ("Environment", "Environment", {**application, "Name": "prod"}),
            ("Profile", "ConfigurationProfile", {**application, "LocationUri": "hosted"}),
            (
                "Version",
                "HostedConfigurationVersion",
                {**application, **profile, "Content": content, "ContentType": "application/json"},
            ),
            (
                "Deployment",
                "Deployment",
                {**ids, **profile, "ConfigurationVersion": {"Ref": f"Version{index}"}},
            ),
        ):
            resource = {"Type": f"AWS::AppConfig::{type}", "Properties": properties}
            found[f"{term}{index}"] = resource
    return {"Resources": found}


def fastest(work: Callable[[], object]) -> float:
    """Return the shortest of some runs, in seconds."""
    shortest = math.inf
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - started)
    return shortest


def ask_everything(file: Path) -> None:
    """Read a template and ask for every value of it."""
    graph = Graph.read(file)
    for resource in graph.resources:
        for name in resource.properties:
            value = resource[name]
            _ = value.known, value.text, graph.resource(value)


def main() -> None:
    """Print a table, and fail if the time grows faster than the template."""
    columns: dict[str, Callable[[Path], object]] = {
        "JSON": Graph.read,
        "every value": ask_everything,
        "changes": lambda file: changes(file, file),
        "YAML": lambda file: Graph.read(file.with_suffix(".yaml")),
        "CSafeLoader": lambda file: yaml.load(file.read_text(), yaml.CSafeLoader),
    }
    print("milliseconds  " + "".join(f"{name:>13}" for name in columns))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            file = Path(folder, f"{size}.json")
            file.write_text(json.dumps(template(size), indent=1), encoding="utf-8")
            text = yaml.safe_dump(template(size))
            file.with_suffix(".yaml").write_text(text, encoding="utf-8")
            rows.append([fastest(partial(work, file)) for work in columns.values()])
            cells = "".join(f"{seconds * 1000:13.1f}" for seconds in rows[-1])
            print(f"{size:>5} resources{cells}")
    for name in JUDGED:
        index = list(columns).index(name)
        growth = (rows[-1][index] / SIZES[-1]) / (rows[0][index] / SIZES[0])
        if growth > ALLOWED:
            raise SystemExit(f"{name}: a resource takes {growth:.1f} times as long")


if __name__ == "__main__":
    main()
