"""``cdk-appconfig check`` beside cfn-lint, as whole processes, and by the size of the template.

Both judge the template of one application with two environments, in the form that the constructs
of this package synthesize: see `template`. Both are started as users start them, with the bytecode
that an installed package has, and in an empty folder. They take turns in each round, so that what
else the machine does slows both. It fails if ours is not as many times as fast as it is meant to
be, or if a resource of the largest template takes longer than one of the smallest by more than is
allowed. In the environment of the tests::

    python -m benchmarks.check
"""

from __future__ import annotations

import compileall
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import cdk_appconfig

ROUNDS = 9
RESOURCES = 500
SIZES = (500, 1000, 2000, 4000)
FASTER = 30
"""How many times the processor time of ours cfn-lint takes at least."""
ALLOWED = 1.5
"""How much longer a resource of the largest template may take than one of the smallest."""

OURS = [str(Path(sys.executable).with_name("cdk-appconfig")), "check"]
CFN_LINT = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", "us-east-1", "--"]

PROFILES = 99
"""Profiles of one application: with its environments, close to the 500 resources of a stack."""

SCHEMA = {
    "type": "object",
    "required": ["host", "port"],
    "additionalProperties": False,
    "properties": {
        "host": {"type": "string", "pattern": "^[a-z0-9.-]+$", "maxLength": 253},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "retries": {"type": "integer", "minimum": 0},
        "log_level": {"enum": ["debug", "info", "warning"]},
        "regions": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
    },
}
FLAGS = {
    "one_click": {
        "name": "One click",
        "description": "Skip the basket page",
        "attributes": {
            "max_items": {"constraints": {"type": "number", "minimum": 1, "maximum": 100}},
            "layout": {"constraints": {"type": "string", "enum": ["wide", "narrow"]}},
        },
    },
    "dark_mode": {"name": "Dark mode"},
    "gift_cards": {
        "attributes": {
            "regions": {"constraints": {"type": "array", "elements": {"type": "string"}}},
            "refund": {"constraints": {"type": "boolean", "required": True}},
        }
    },
    "new_tax_engine": {"attributes": {"engine": {"constraints": {"type": "string"}}}},
}


def flags(number: int, stage: str) -> dict[str, Any]:
    """Return a flag document: values with constraints, a flag without any, one with variants."""
    on = stage == "beta"
    rule = f'(and (in $country ["DE", "FR"]) (split pct::10 by::$userId seed::"{number}"))'
    values = {
        "one_click": {"enabled": on, "max_items": 1 + number, "layout": "wide"},
        "dark_mode": {"enabled": True},
        "gift_cards": {"enabled": on, "regions": ["eu", "us"], "refund": on},
        "new_tax_engine": {
            "_variants": [
                {"name": "qa", "enabled": True, "rule": '(ends_with $email "@example.com")'},
                {
                    "name": "some",
                    "enabled": on,
                    "rule": rule,
                    "attributeValues": {"engine": "v2"},
                },
                {"name": "everyone else", "enabled": False},
            ]
        },
    }
    return {"version": "1", "flags": FLAGS, "values": values}


def settings(number: int, stage: str) -> dict[str, Any]:
    """Return a document that fits the schema of its profile."""
    return {
        "host": f"service{number}.{stage}.example.com",
        "port": 8000 + number,
        "retries": 3,
        "log_level": "info",
        "regions": ["eu-west-1", "us-east-1"],
    }


def template(resources: int) -> dict[str, Any]:
    """Return a template with about as many resources: one application for each 500.

    An application has two environments and 99 profiles: by turns feature flags, and JSON with a
    JSON Schema as its validator. Each profile has a version and a deployment for each environment,
    whose deployments wait for each other, since it takes one at a time.
    """
    found = {"Quick": strategy()}
    for index in range(max(1, round(resources / RESOURCES))):
        found |= application(f"Shop{index}")
    return {"Resources": found}


def strategy() -> dict[str, Any]:
    """Return a strategy without a wait, as stacks with so many deployments need one."""
    minutes = {"DeploymentDurationInMinutes": 0, "FinalBakeTimeInMinutes": 0}
    properties = {"Name": "quick", "GrowthFactor": 100, "ReplicateTo": "NONE", **minutes}
    return {"Type": "AWS::AppConfig::DeploymentStrategy", "Properties": properties}


def application(name: str) -> dict[str, dict[str, Any]]:
    """Return an application with everything in it."""
    owner = {"ApplicationId": {"Ref": name}}
    found = {name: {"Type": "AWS::AppConfig::Application", "Properties": {"Name": f"Stack-{name}"}}}
    for stage in ("beta", "prod"):
        properties = {**owner, "Name": stage}
        found[name + stage] = {"Type": "AWS::AppConfig::Environment", "Properties": properties}
    for number in range(PROFILES):
        found |= profile(name, number)
    return found


def profile(name: str, number: int) -> dict[str, dict[str, Any]]:
    """Return a profile of an application, with its versions and deployments."""
    owner, id = {"ApplicationId": {"Ref": name}}, f"{name}Profile{number}"
    properties: dict[str, Any] = {**owner, "LocationUri": "hosted", "Name": f"profile{number}"}
    if number % 2:
        properties |= {"Type": "AWS.AppConfig.FeatureFlags"}
    else:
        validator = {"Type": "JSON_SCHEMA", "Content": compact(SCHEMA)}
        properties |= {"Type": "AWS.Freeform", "Validators": [validator]}
    found = {id: {"Type": "AWS::AppConfig::ConfigurationProfile", "Properties": properties}}
    for stage in ("beta", "prod"):
        content = flags(number, stage) if number % 2 else settings(number, stage)
        found[f"{id}{stage}Version"] = {
            "Type": "AWS::AppConfig::HostedConfigurationVersion",
            "Properties": {
                **owner,
                "ConfigurationProfileId": {"Ref": id},
                "Content": compact(content),
                "ContentType": "application/json",
                "Description": f"Environment {stage}",
            },
            "UpdateReplacePolicy": "Retain",
            "DeletionPolicy": "RetainExceptOnCreate",
        }
        found[f"{id}{stage}"] = {
            "Type": "AWS::AppConfig::Deployment",
            "Properties": {
                **owner,
                "EnvironmentId": {"Ref": name + stage},
                "ConfigurationProfileId": {"Ref": id},
                "ConfigurationVersion": {"Ref": f"{id}{stage}Version"},
                "DeploymentStrategyId": {"Ref": "Quick"},
            },
            **({"DependsOn": [f"{name}Profile{number - 1}{stage}"]} if number else {}),
        }
    return found


def compact(document: object) -> str:
    """Return JSON as it is stored."""
    return json.dumps(document, separators=(",", ":"), sort_keys=True)


class Cost(NamedTuple):
    """What a process took, in seconds: of the clock, and of the processor."""

    wall: float
    processor: float


def cost(command: list[str], path: str) -> Cost:
    """Return what a command takes on a template, its start and its end included."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603 its own command
        [*command, path], cwd=Path(path).parent, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 4}:  # cfn-lint: 4 are warnings
        sys.exit(f"{command[0]}: exit code {done.returncode}\n{done.stdout[:2000]}{done.stderr}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, used)


def written(folder: str, resources: int) -> str:
    """Write a template and return its path."""
    path = Path(folder, f"{resources}.template.json")
    path.write_text(json.dumps(template(resources), indent=1), encoding="utf-8")
    return str(path)


def compare(path: str) -> float:
    """Print what both take on a template, and return the ratio of the least processor times."""
    rounds = [(cost(OURS, path), cost(CFN_LINT, path)) for _ in range(ROUNDS)]
    count = len(json.loads(Path(path).read_text(encoding="utf-8"))["Resources"])
    print(f"{count} resources, whole process, {ROUNDS} rounds by turns; milliseconds")
    print(f"{'':12}{'cdk-appconfig check':>20}{'cfn-lint':>10}{'times':>8}")
    ratios: dict[tuple[str, str], float] = {}
    for name in Cost._fields:
        ours, theirs = ([getattr(each[side], name) for each in rounds] for side in (0, 1))
        for word, of in (("least", min), ("median", statistics.median)):
            ratios[name, word] = of(theirs) / of(ours)
            cells = f"{of(ours) * 1000:20.0f}{of(theirs) * 1000:10.0f}{ratios[name, word]:8.1f}"
            print(f"{name:<9} {word:<8}{cells}")
    return ratios["processor", "least"]


def growth(folder: str) -> float:
    """Print what ours takes by size, and return how much more a resource of the largest takes."""
    print("\nby size, least processor time of the rounds; the start of the program taken off")
    start = min(cost(OURS, written_alone(folder)).processor for _ in range(ROUNDS))
    each = []
    for size in SIZES:
        path = written(folder, size)
        least = min(cost(OURS, path).processor for _ in range(ROUNDS)) - start
        each.append(least / size)
        print(f"  {size:5} resources  {least * 1000:6.0f} ms  {each[-1] * 1e6:6.0f} us each")
    return each[-1] / each[0]


def written_alone(folder: str) -> str:
    """Write a template with one profile, which makes the program load what it needs."""
    path = Path(folder, "alone.template.json")
    small = {"Quick": strategy()} | dict(list(application("Shop").items())[:13])
    path.write_text(json.dumps({"Resources": small}), encoding="utf-8")
    return str(path)


def main() -> None:
    """Print both tables, and fail if ours is too slow or grows faster than the template."""
    compileall.compile_dir(Path(cdk_appconfig.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        faster = compare(written(folder, RESOURCES))
        grown = growth(folder)
    if faster < FASTER:
        sys.exit(f"{faster:.1f} times as fast as cfn-lint, less than {FASTER}")
    if grown > ALLOWED:
        sys.exit(f"a resource of the largest template takes {grown:.2f} times as long")


if __name__ == "__main__":
    main()
