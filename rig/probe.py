"""Calls to AppConfig that tests of the strict layer make again and again."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from rig.captured import Row, says


@dataclass(frozen=True)
class Probe:
    """Clients of a fresh account, and short ways to what a test needs in it."""

    control: Any
    data: Any
    cloudformation: Any

    def application(self, name: str = "probe") -> str:
        """Create an application and return its id."""
        id: str = self.control.create_application(Name=name)["Id"]
        return id

    def environment(self, application: str, name: str = "env") -> str:
        """Create an environment and return its id."""
        id: str = self.control.create_environment(ApplicationId=application, Name=name)["Id"]
        return id

    def profile(self, application: str, name: str = "free", **more: Any) -> str:
        """Create a free form profile and return its id."""
        id: str = self.control.create_configuration_profile(
            ApplicationId=application, Name=name, LocationUri="hosted", **more
        )["Id"]
        return id

    def flags(self, application: str, name: str = "flags") -> str:
        """Create a feature-flag profile and return its id."""
        return self.profile(application, name, Type="AWS.AppConfig.FeatureFlags")

    def version(self, application: str, profile: str, content: Any, **more: Any) -> int:
        """Create a version and return its number; what is not bytes is written as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        number: int = self.control.create_hosted_configuration_version(
            ApplicationId=application,
            ConfigurationProfileId=profile,
            Content=body,
            **{"ContentType": "application/json", **more},
        )["VersionNumber"]
        return number

    def strategy(self, *, duration: int = 0, bake: int = 0) -> str:
        """Create a strategy that takes so many minutes, and return its id."""
        id: str = self.control.create_deployment_strategy(
            Name="strategy",
            DeploymentDurationInMinutes=duration,
            GrowthFactor=100,
            FinalBakeTimeInMinutes=bake,
        )["Id"]
        return id

    def start(
        self, application: str, environment: str, profile: str, version: object, strategy: str
    ) -> Any:
        """Start a deployment."""
        return self.control.start_deployment(
            ApplicationId=application,
            EnvironmentId=environment,
            ConfigurationProfileId=profile,
            ConfigurationVersion=str(version),
            DeploymentStrategyId=strategy,
        )

    def served(self, application: str, environment: str, profile: str) -> bytes:
        """Return what a new session receives."""
        token = self.session(application, environment, profile)
        answer = self.data.get_latest_configuration(ConfigurationToken=token)
        content: bytes = answer["Configuration"].read()
        return content

    def session(self, application: str, environment: str, profile: str) -> str:
        """Start a session and return its first token."""
        token: str = self.data.start_configuration_session(
            ApplicationIdentifier=application,
            EnvironmentIdentifier=environment,
            ConfigurationProfileIdentifier=profile,
        )["InitialConfigurationToken"]
        return token

    def start_stack(self, resources: Mapping[str, Any]) -> None:
        """Start to create a stack of some resources."""
        self.cloudformation.create_stack(
            StackName="Test", TemplateBody=json.dumps({"Resources": resources})
        )

    def create_stack(self, resources: Mapping[str, Any]) -> list[str]:
        """Create a stack, one resource after another, and return why resources of it failed."""
        names = list(resources)
        for before, name in itertools.pairwise(names):
            resources[name]["DependsOn"] = before
        self.start_stack(resources)
        return self.failures()

    def update_stack(self, resources: Mapping[str, Any]) -> list[str]:
        """Update the stack to some resources, and return why resources of it ever failed."""
        self.cloudformation.update_stack(
            StackName="Test", TemplateBody=json.dumps({"Resources": resources})
        )
        return self.failures()

    def failures(self) -> list[str]:
        """Wait until the stack is at rest and return why resources of it failed."""
        while True:
            [stack] = self.cloudformation.describe_stacks(StackName="Test")["Stacks"]
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                break
        events = self.cloudformation.describe_stack_events(StackName="Test")["StackEvents"]
        return [
            event["ResourceStatusReason"]
            for event in reversed(events)
            if event["ResourceStatus"].endswith("_FAILED")
            and event["ResourceType"] != "AWS::CloudFormation::Stack"
        ]


@contextlib.contextmanager
def refused(row: Row) -> Iterator[None]:
    """Expect that a call is refused as a row says.

    Raises:
        AssertionError: It was accepted, or refused in another way.
    """
    try:
        yield
    except ClientError as error:
        answer: Any = error.response
        found = (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"])
        if found != (row["exception"], row.get("status") or found[1]):
            raise AssertionError(f"{row['id']}: {found}") from error
        if not says(row, answer["Error"]["Message"]):
            raise AssertionError(f"{row['id']}: {answer['Error']['Message']}") from error
    else:
        raise AssertionError(f"{row['id']}: accepted")
