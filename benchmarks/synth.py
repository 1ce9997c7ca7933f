"""What a profile costs at synth: ours, the Python L2, the Python L1 and an app of empty stacks.

A profile has a JSON Schema validator and goes to two environments. Each app is a process of its
own, start and exit included; the ways take turns in every round. The slope is the time of one more
profile, free of what every app costs. In the environment of the tests::

    python -m benchmarks.synth
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rig import prepare

ROUNDS = 7
SIZES = (100, 400)
PER_STACK = 50
WAYS = ("ours", "L2", "L1", "empty")

SCHEMA = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1}}}

_PREAMBLE = f"""
import json, sys
from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_appconfig as aws
count, outdir = int(sys.argv[1]), sys.argv[2]
schema, per_stack = {json.dumps(SCHEMA)}, {PER_STACK}
app = App(outdir=outdir, analytics_reporting=False)
def stacks():
    for start in range(0, count, per_stack):
        yield Stack(app, f"Stack{{start}}"), range(start, min(start + per_stack, count))
"""

_BODIES = {
    "empty": "for stack, numbers in stacks(): pass",
    "ours": """
from cdk_appconfig import Application, JsonSchema
for stack, numbers in stacks():
    shop = Application(stack, "Shop")
    environments = [shop.add_environment(name) for name in ("beta", "prod")]
    for number in numbers:
        profile = shop.add_hosted_profile(f"limits{number}", validators=[JsonSchema(schema)])
        profile.deploy(environments, {"size": number + 1})
""",
    "L2": """
for stack, numbers in stacks():
    shop = aws.Application(stack, "Shop")
    environments = [aws.Environment(stack, name, application=shop) for name in ("beta", "prod")]
    strategy = aws.DeploymentStrategy.from_deployment_strategy_id(
        stack, "Strategy", aws.DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES
    )
    for number in numbers:
        aws.HostedConfiguration(
            stack, f"limits{number}", application=shop, deploy_to=environments,
            deployment_strategy=strategy,
            content=aws.ConfigurationContent.from_inline_json(json.dumps({"size": number + 1})),
            validators=[aws.JsonSchemaValidator.from_inline(json.dumps(schema))],
        )
""",
    "L1": """
for stack, numbers in stacks():
    shop = aws.CfnApplication(stack, "Shop", name=f"{stack.node.id}-Shop").ref
    environments = [
        aws.CfnEnvironment(stack, name, application_id=shop, name=name).ref
        for name in ("beta", "prod")
    ]
    last = dict.fromkeys(environments)
    for number in numbers:
        profile = aws.CfnConfigurationProfile(
            stack, f"Profile{number}", application_id=shop, name=f"limits{number}",
            location_uri="hosted",
            validators=[aws.CfnConfigurationProfile.ValidatorsProperty(
                type="JSON_SCHEMA", content=json.dumps(schema))],
        ).ref
        version = aws.CfnHostedConfigurationVersion(
            stack, f"Version{number}", application_id=shop, configuration_profile_id=profile,
            content=json.dumps({"size": number + 1}), content_type="application/json",
        )
        version.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        for index, environment in enumerate(environments):
            deployment = aws.CfnDeployment(
                stack, f"Deployment{number}-{index}", application_id=shop,
                environment_id=environment, configuration_profile_id=profile,
                configuration_version=version.ref,
                deployment_strategy_id="AppConfig.Canary10Percent20Minutes",
            )
            if last[environment] is not None:
                deployment.add_resource_dependency(last[environment])
            last[environment] = deployment
""",
}


def measured(way: str, count: int) -> tuple[float, float]:
    """Return seconds and peak memory in MB of one app, the larger of its processes."""
    program = f"{_PREAMBLE}\n{_BODIES[way]}\napp.synth()\n"
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 its own program
            [sys.executable, "-c", program, str(count), folder],
            env={**prepare.environment(), "CDK_VALIDATION": "false"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        made = len(list(Path(folder).glob("*.template.json")))
    if process.returncode != 0 or made != -(-count // PER_STACK):
        sys.exit(f"{way}: exit code {process.returncode}, {made} templates")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    times: dict[tuple[str, int], list[float]] = {(w, n): [] for w in WAYS for n in SIZES}
    memory = dict.fromkeys(times, 0.0)
    for _ in range(ROUNDS):
        for (way, size), taken in times.items():
            seconds, peak = measured(way, size)
            taken.append(seconds)
            memory[way, size] = max(memory[way, size], peak)
    small, large = SIZES
    slopes = {
        way: [
            (after - before) / (large - small) * 1000
            for before, after in zip(times[way, small], times[way, large], strict=True)
        ]
        for way in WAYS
    }
    print(
        f"{'':6} {f'{small} profiles':>14} {f'{large} profiles':>14} {'one more':>9} {'memory':>8}"
    )
    for way in WAYS:
        totals = [statistics.median(times[way, size]) for size in SIZES]
        slope = statistics.median(slopes[way])
        print(
            f"{way:6} {totals[0]:12.2f} s {totals[1]:12.2f} s {slope:6.2f} ms"
            f" {memory[way, large]:5.0f} MB"
        )
    pairs = zip(slopes["ours"], slopes["L2"], strict=True)
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(f"one more profile of ours takes {ratio:.2f} times as long as one of the L2")


if __name__ == "__main__":
    main()
