"""An account of the emulator, and the apps that a test synthesizes and deploys into it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import aws_cdk as cdk

from rig import cdk_cli, reader
from rig.emulator import ACCOUNT, REGION, Emulator
from rig.templates import STRICT_CONTEXT

Build: TypeAlias = Callable[[cdk.App], object]

_LOOK_SECONDS = 0.02
_DEPLOY = ("--method=direct", "--progress=events")


@dataclass
class Account:
    """A fresh account. Apps are synthesized in the process of the test, which is fast.

    Args:
        aws: The emulator.
        folder: Where cloud assemblies go, one for each deployment.
        assemblies: The cloud assemblies so far.
    """

    aws: Emulator
    folder: Path
    assemblies: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the account a fresh one."""
        self.aws.reset()
        self.bootstrap(ACCOUNT)

    def bootstrap(self, account: str) -> None:
        """Give an account what a deployment looks for: two parts of the CDK's bootstrap stack."""
        aws = self.aws.of(account)
        aws.client("s3").create_bucket(Bucket=f"cdk-hnb659fds-assets-{account}-{REGION}")
        aws.client("ssm").put_parameter(
            Name="/cdk-bootstrap/hnb659fds/version", Value="32", Type="String"
        )

    def client(self, service: str) -> Any:
        """Return a boto3 client of this account."""
        return self.aws.client(service)

    def synthesize(self, build: Build) -> Path:
        """Return the cloud assembly of an app that ``build`` composes."""
        assembly = self.folder / f"cdk.out.{len(self.assemblies)}"
        app = cdk.App(outdir=str(assembly), context=STRICT_CONTEXT, analytics_reporting=False)
        build(app)
        app.synth()
        self.assemblies.append(assembly)
        return assembly

    def deploy(self, build: Build) -> str:
        """Deploy every stack of an app, and return what the CDK CLI printed.

        Raises:
            CdkCliError: A stack could not be deployed.
        """
        return self._cdk("deploy", self.synthesize(build), "--require-approval=never", *_DEPLOY)

    def apply(self, build: Build) -> list[str]:
        """Deploy the only stack of an app without the CLI, which takes a second to start.

        Returns:
            Why resources failed, the first one first; empty when the stack could be deployed.
        """
        [template] = self.synthesize(build).glob("*.template.json")
        stack = template.name.removesuffix(".template.json")
        cloudformation = self.client("cloudformation")
        known = [each["StackName"] for each in cloudformation.describe_stacks()["Stacks"]]
        change = cloudformation.update_stack if stack in known else cloudformation.create_stack
        before = len(self.failures(stack)) if stack in known else 0
        change(StackName=stack, TemplateBody=template.read_text(encoding="utf-8"))
        while self.status(stack).endswith("_IN_PROGRESS"):
            time.sleep(_LOOK_SECONDS)
        return self.failures(stack)[before:]

    def destroy(self) -> str:
        """Destroy every stack of the app that was deployed last.

        Raises:
            CdkCliError: A stack could not be deleted.
        """
        return self._cdk("destroy", self.assemblies[-1], "--force")

    def served(self, application: str, environment: str, profile: str) -> Any:
        """Return what an application reads."""
        return reader.read(self.aws, application, environment, profile)

    def versions(self, profile: str) -> dict[int, str]:
        """Return the versions of a profile that are stored: content by number."""
        control, ids = self.client("appconfig"), self._ids(profile=profile)
        listed = control.list_hosted_configuration_versions(**ids)["Items"]
        return {
            each["VersionNumber"]: control.get_hosted_configuration_version(
                **ids, VersionNumber=each["VersionNumber"]
            )["Content"]
            .read()
            .decode()
            for each in sorted(listed, key=lambda each: each["VersionNumber"])
        }

    def create_version(self, profile: str, content: str) -> None:
        """Store a version the way a person does it, outside of any stack."""
        self.client("appconfig").create_hosted_configuration_version(
            **self._ids(profile=profile), Content=content.encode(), ContentType="application/json"
        )

    def delete_versions(self, profile: str) -> None:
        """Delete every version of a profile, as a person has to who wants to get rid of it."""
        for number in self.versions(profile):
            self.client("appconfig").delete_hosted_configuration_version(
                **self._ids(profile=profile), VersionNumber=number
            )

    def deployments(self, environment: str) -> list[tuple[str, str, str]]:
        """Return the deployments to an environment, the first one first.

        Each as the name of its profile, the number of its version and its state.
        """
        listed = self.client("appconfig").list_deployments(**self._ids(environment=environment))
        return [
            (each["ConfigurationName"], each["ConfigurationVersion"], each["State"])
            for each in sorted(listed["Items"], key=lambda each: each["DeploymentNumber"])
        ]

    def left(self) -> dict[str, list[str]]:
        """Return the names of what exists below every application."""
        control = self.client("appconfig")
        return {
            application["Name"]: [
                each["Name"]
                for children in (
                    control.list_environments(ApplicationId=application["Id"]),
                    control.list_configuration_profiles(ApplicationId=application["Id"]),
                )
                for each in children["Items"]
            ]
            for application in control.list_applications()["Items"]
        }

    def status(self, stack: str) -> str:
        """Return the state of a stack."""
        [found] = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        status: str = found["StackStatus"]
        return status

    def physical_ids(self, stack: str) -> dict[str, str]:
        """Return what the AppConfig resources of a stack are in AppConfig, by logical id."""
        listed = self.client("cloudformation").list_stack_resources(StackName=stack)
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in listed["StackResourceSummaries"]
            if each["ResourceType"].startswith("AWS::AppConfig::")
        }

    def events(self, stack: str, status: str) -> list[str]:
        """Return the types of AppConfig resources in the order in which they reached a status."""
        events = self.client("cloudformation").describe_stack_events(StackName=stack)
        return [
            event["ResourceType"].removeprefix("AWS::AppConfig::")
            for event in reversed(events["StackEvents"])
            if event["ResourceStatus"] == status
            and event["ResourceType"].startswith("AWS::AppConfig::")
        ]

    def failures(self, stack: str) -> list[str]:
        """Return why resources of a stack failed, the first one first."""
        events = self.client("cloudformation").describe_stack_events(StackName=stack)
        return [
            event["ResourceStatusReason"]
            for event in reversed(events["StackEvents"])
            if event["ResourceStatus"].endswith("_FAILED")
            and event["ResourceType"] != "AWS::CloudFormation::Stack"
        ]

    def _ids(self, *, profile: str = "", environment: str = "") -> dict[str, str]:
        """Return ids by name; no two applications of the account share one."""
        control = self.client("appconfig")
        for application in control.list_applications()["Items"]:
            ids = {"ApplicationId": application["Id"]}
            for each in control.list_configuration_profiles(**ids)["Items"] if profile else ():
                if each["Name"] == profile:
                    return {**ids, "ConfigurationProfileId": each["Id"]}
            for each in control.list_environments(**ids)["Items"]:
                if each["Name"] == environment:
                    return {**ids, "EnvironmentId": each["Id"]}
        raise LookupError(profile or environment)

    def _cdk(self, command: str, assembly: Path, *options: str) -> str:
        return cdk_cli.cdk(
            self.aws, self.folder, command, "**", f"--app={assembly}", *options, impatient=True
        )
