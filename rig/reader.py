"""An application that reads its flags, as the plain SDK does it."""

from __future__ import annotations

import json
from typing import Any

from rig.emulator import Emulator


def read(emulator: Emulator, application: str, environment: str, profile: str) -> Any:
    """Return what ``GetLatestConfiguration`` serves, read by name like an application would.

    Args:
        emulator: The AWS to ask.
        application: Name of the application.
        environment: Name of the environment.
        profile: Name of the configuration profile.
    """
    data = emulator.client("appconfigdata")
    session = data.start_configuration_session(
        ApplicationIdentifier=application,
        EnvironmentIdentifier=environment,
        ConfigurationProfileIdentifier=profile,
    )
    answer = data.get_latest_configuration(ConfigurationToken=session["InitialConfigurationToken"])
    return json.loads(answer["Configuration"].read())


def as_served(flags: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return flags without the attributes of disabled ones: AWS leaves them out, MiniStack not."""
    return {key: state if state["enabled"] else {"enabled": False} for key, state in flags.items()}


def named(listed: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the one with a name among what the control plane has listed."""
    [found] = [one for one in listed["Items"] if one["Name"] == name]
    return dict(found)
