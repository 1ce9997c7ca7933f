"""What a profile costs at synth: ours, the Python L2, the Python L1 and an app of empty stacks.

A profile has a JSON Schema validator and goes to two environments, so quickly that no check has
anything to say. Each app is a process of its own, start and exit included; the ways take turns in
every round. The slope is the time of one more profile, free of what every app costs: on the clock,
and of all processors together, which a busy machine disturbs less. It is compared within a round:
the machine may be slower in the next. Figures are medians. In the environment of the tests, with
matplotlib of ``requirements/bench.txt``::

    python -m benchmarks.synth
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from rig import prepare

ROUNDS = 10
SIZES = (100, 200, 400)
PER_STACK = 50
CHART = prepare.ROOT / "docs/pictures/synth.svg"
WAYS = {
    "ours": "ours",
    "plugin": "ours, with AppConfigChecks",
    "L2": "Python L2",
    "L1": "Python L1",
    "empty": "empty stacks",
}

SCHEMA = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1}}}

_PREAMBLE = f"""
import json, sys
from aws_cdk import App, Duration, RemovalPolicy, Stack
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
from cdk_appconfig import Application, DeploymentStrategy, JsonSchema
for stack, numbers in stacks():
    shop = Application(stack, "Shop")
    quick = DeploymentStrategy(
        stack, "Quick", growth_factor=100,
        deployment_duration=Duration.minutes(0), final_bake_time=Duration.minutes(2),
    )
    environments = [
        shop.add_environment(name, deployment_strategy=quick) for name in ("beta", "prod")
    ]
    for number in numbers:
        profile = shop.add_hosted_profile(f"limits{number}", validators=[JsonSchema(schema)])
        profile.deploy(environments, {"size": number + 1})
""",
    "L2": """
for stack, numbers in stacks():
    shop = aws.Application(stack, "Shop")
    environments = [aws.Environment(stack, name, application=shop) for name in ("beta", "prod")]
    quick = aws.DeploymentStrategy(
        stack, "Quick", rollout_strategy=aws.RolloutStrategy.linear(
            growth_factor=100,
            deployment_duration=Duration.minutes(0), final_bake_time=Duration.minutes(2),
        ),
    )
    for number in numbers:
        aws.HostedConfiguration(
            stack, f"limits{number}", application=shop, deploy_to=environments,
            deployment_strategy=quick,
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
    quick = aws.CfnDeploymentStrategy(
        stack, "Quick", name=f"{stack.node.id}-Quick", replicate_to="NONE", growth_factor=100,
        deployment_duration_in_minutes=0, final_bake_time_in_minutes=2,
    ).ref
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
                deployment_strategy_id=quick,
            )
            if last[environment] is not None:
                deployment.add_resource_dependency(last[environment])
            last[environment] = deployment
""",
}


_BODIES["plugin"] = f"""
from aws_cdk import Validations
from cdk_appconfig import AppConfigChecks
Validations.of(app).add_plugins(AppConfigChecks())
{_BODIES["ours"]}"""


def measured(way: str, count: int) -> tuple[float, float, float]:
    """Return seconds, those of the processors, and peak memory in MB of its largest process."""
    program = f"{_PREAMBLE}\n{_BODIES[way]}\napp.synth()\n"
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 its own program
            [sys.executable, "-c", program, str(count), folder],
            env={**prepare.environment(), "CDK_VALIDATION": "false", "PYTHONDONTWRITEBYTECODE": ""},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        made = len(list(Path(folder).glob("*.template.json")))
    if process.returncode != 0 or made != -(-count // PER_STACK):
        sys.exit(f"{way}: exit code {process.returncode}, {made} templates")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def slopes(times: dict[tuple[str, int], list[float]], way: str) -> list[float]:
    """Return the milliseconds of one more profile, round by round."""
    rounds = zip(times[way, SIZES[0]], times[way, SIZES[-1]], strict=True)
    return [(large - small) / (SIZES[-1] - SIZES[0]) * 1000 for small, large in rounds]


def ratio(times: dict[tuple[str, int], list[float]], way: str) -> float:
    """Return the median of how a way compares with the L2 of the same round."""
    both = zip(slopes(times, way), slopes(times, "L2"), strict=True)
    return median(own / theirs for own, theirs in both)


def draw(times: dict[tuple[str, int], list[float]], memory: dict[tuple[str, int], float]) -> None:
    """Draw what one more profile takes, and the memory of the larger app."""
    import matplotlib as mpl  # noqa: PLC0415 only who draws needs it
    import matplotlib.pyplot as plt  # noqa: PLC0415

    mpl.rcParams.update({"svg.hashsalt": "synth", "svg.fonttype": "none"})
    names = [*WAYS.values()][:-1]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 2.4), sharey=True)
    taken = left.barh(
        names, [median(slopes(times, way)) for way in list(WAYS)[:-1]], color="#4063d8"
    )
    left.bar_label(taken, fmt="%.1f", padding=3)
    left.set_title("ms of synthesis for one more profile")
    used = right.barh(names, [memory[way, SIZES[-1]] for way in list(WAYS)[:-1]], color="#9558b2")
    right.bar_label(used, fmt="%.0f", padding=3)
    right.set_title(f"peak memory in MB, {SIZES[-1]} profiles")
    left.invert_yaxis()
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.15)
    today = time.strftime("%Y-%m-%d")
    figure.text(0.01, 0.01, f"measured {today}, python -m benchmarks.synth", fontsize=7)
    figure.tight_layout(rect=(0, 0.05, 1, 1))
    figure.savefig(CHART, metadata={"Date": None})
    CHART.write_text("\n".join(map(str.rstrip, CHART.read_text().splitlines())) + "\n")


def main() -> None:
    """Print the table and draw the chart."""
    times: dict[tuple[str, int], list[float]] = {(w, n): [] for w in WAYS for n in SIZES}
    work: dict[tuple[str, int], list[float]] = {key: [] for key in times}
    memory = dict.fromkeys(times, 0.0)
    for _ in range(ROUNDS):
        for (way, size), taken in times.items():
            seconds, worked, peak = measured(way, size)
            taken.append(seconds)
            work[way, size].append(worked)
            memory[way, size] = max(memory[way, size], peak)
    sizes = " | ".join(f"{size} profiles" for size in SIZES)
    print(f"| | {sizes} | one more profile | of the L2's | of the processors | memory |")
    print(f"|---{'|---' * (len(SIZES) + 4)}|")
    for way, name in WAYS.items():
        totals = " | ".join(f"{median(times[way, size]):.2f} s" for size in SIZES)
        one_more, worked = (median(slopes(taken, way)) for taken in (times, work))
        cells = [totals, f"{one_more:.2f} ms", f"{ratio(times, way):.2f}", f"{worked:.2f} ms"]
        print(f"| {name} | {' | '.join(cells)} | {memory[way, SIZES[-1]]:.0f} MB |")
    draw(times, memory)


if __name__ == "__main__":
    main()
