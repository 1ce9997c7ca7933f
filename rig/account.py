"""An account of the emulator, and the apps that a test synthesizes and deploys into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import aws_cdk as cdk

from rig import cdk_cli, reader
from rig.emulator import ACCOUNT, REGION, Emulator
from rig.templates import STRICT_CONTEXT

Build: TypeAlias = Callable[[cdk.App], object]


@dataclass
class Account:
    """A fresh account. Apps are synthesized in the process of the test, which is fast.

    Args:
        aws: The emulator.
        folder: Where cloud assemblies go, one for each deployment.
    """

    aws: Emulator
    folder: Path
    _assemblies: list[Path] = field(default_factory=list)
    _clients: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give the account what a deployment looks for: two parts of the CDK's bootstrap stack."""
        self.aws.reset()
        self.client("s3").create_bucket(Bucket=f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}")
        self.client("ssm").put_parameter(
            Name="/cdk-bootstrap/hnb659fds/version", Value="32", Type="String"
        )

    def client(self, service: str) -> Any:
        """Return a boto3 client of this account."""
        if service not in self._clients:
            self._clients[service] = self.aws.client(service)
        return self._clients[service]

    def synthesize(self, build: Build) -> Path:
        """Return the cloud assembly of an app that ``build`` composes."""
        assembly = self.folder / f"cdk.out.{len(self._assemblies)}"
        app = cdk.App(outdir=str(assembly), context=STRICT_CONTEXT, analytics_reporting=False)
        build(app)
        app.synth()
        self._assemblies.append(assembly)
        return assembly

    def deploy(self, build: Build) -> str:
        """Deploy every stack of an app, and return what the CDK CLI printed.

        Raises:
            CdkCliError: A stack could not be deployed.
        """
        return self._cdk("deploy", self.synthesize(build), "--require-approval=never", *_DEPLOY)

    def destroy(self) -> str:
        """Destroy every stack of the app that was deployed last.

        Raises:
            CdkCliError: A stack could not be deleted.
        """
        return self._cdk("destroy", self._assemblies[-1], "--force")

    def served(self, application: str, environment: str, profile: str) -> Any:
        """Return what an application reads."""
        return reader.read(self.aws, application, environment, profile)

    def status(self, stack: str) -> str:
        """Return the state of a stack."""
        [found] = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        status: str = found["StackStatus"]
        return status

    def failures(self, stack: str) -> list[str]:
        """Return why resources of a stack failed, the first one first."""
        events = self.client("cloudformation").describe_stack_events(StackName=stack)
        return [
            event["ResourceStatusReason"]
            for event in reversed(events["StackEvents"])
            if event["ResourceStatus"].endswith("_FAILED")
            and event["ResourceType"] != "AWS::CloudFormation::Stack"
        ]

    def _cdk(self, command: str, assembly: Path, *options: str) -> str:
        return cdk_cli.cdk(
            self.aws, self.folder, command, "**", f"--app={assembly}", *options, impatient=True
        )


_DEPLOY = ("--method=direct", "--progress=events")
