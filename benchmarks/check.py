"""``cdk-appconfig check`` beside cfn-lint, as whole processes, and by the size of the template.

Both judge the same template, one after the other in each round. It fails if a resource of the
largest template takes longer than one of the smallest by more than is allowed. In the environment
of the tests::

    python -m benchmarks.check
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.templates import template

ROUNDS = 5
RESOURCES = 500
SIZES = (1000, 2000, 4000)
ALLOWED = 1.5
"""How much longer a resource of the largest template may take than one of the smallest."""

OURS = [sys.executable, "-c", "from cdk_appconfig.local.cli.main import main; main()", "check"]
CFN_LINT = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", "us-east-1", "--"]


def written(folder: Path, resources: int) -> str:
    """Write a template in which neither finds an error, and return its path."""
    made = template(resources)
    for resource in made["Resources"].values():
        if resource["Type"] == "AWS::AppConfig::Deployment":
            resource["Properties"]["DeploymentStrategyId"] = "AppConfig.AllAtOnce"
        if resource["Type"] == "AWS::AppConfig::ConfigurationProfile":
            resource["Properties"] |= {"Name": "flags", "Type": "AWS.AppConfig.FeatureFlags"}
    path = folder / f"{resources}.json"
    path.write_text(json.dumps(made))
    return str(path)


def seconds(command: list[str], path: str) -> float:
    """Return how long a command takes on a template."""
    started = time.perf_counter()
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)  # noqa: S603 its own command
    if done.returncode not in {0, 4}:  # cfn-lint: 4 are warnings
        sys.exit(f"{command[0]}: exit code {done.returncode}\n{done.stdout[:2000]}{done.stderr}")
    return time.perf_counter() - started


def main() -> None:
    """Print both tables, and fail if the time grows faster than the template."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), RESOURCES)
        rounds = [(seconds(OURS, path), seconds(CFN_LINT, path)) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
        ratios = [theirs / ours for ours, theirs in rounds]
        print(f"{RESOURCES} resources, whole process, median of {ROUNDS} rounds")
        print(f"  cdk-appconfig check  {ours * 1000:8.0f} ms")
        print(f"  cfn-lint             {theirs * 1000:8.0f} ms")
        print(f"  times as fast        {statistics.median(ratios):8.1f}")
        times = {}
        print("by size, fastest of the rounds")
        for size in SIZES:
            path = written(Path(folder), size)
            times[size] = min(seconds(OURS, path) for _ in range(ROUNDS))
            each = times[size] * 1e6 / size
            print(f"  {size:5} resources  {times[size] * 1000:6.0f} ms  {each:6.0f} us each")
    growth = times[SIZES[-1]] / SIZES[-1] / (times[SIZES[0]] / SIZES[0])
    if growth > ALLOWED:
        sys.exit(f"a resource of the largest template takes {growth:.2f} times as long")


if __name__ == "__main__":
    main()
