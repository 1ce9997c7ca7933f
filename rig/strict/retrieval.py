"""What applications receive: the data that was deployed, not the version it came from.

Rows: session-nothing-deployed, session-app-missing, session-env-missing, session-profile-missing,
poll-unchanged, poll-after-revert-to-nothing, served-basic and the other rows with ``served``.

Our reading: what a deployment serves is a copy, so that deleting the version changes nothing; a
session may start as soon as a first deployment has begun.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from rig.strict import flag_document
from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, refusing

__all__ = ["install"]

_FLAGS = "AWS.AppConfig.FeatureFlags"
_TERMS = ("Application", "Environment", "ConfigurationProfile")


def install() -> None:
    """Serve deployed data."""
    original = appconfig._start_configuration_session
    appconfig._start_configuration_session = refusing(lambda body: _start_session(original, body))
    appconfig._get_latest_configuration = refusing(_latest)


def _start_session(original: Any, body: dict[str, Any]) -> Any:
    answer = original(body)
    if answer[0] == 404:
        raise _not_found(_missing(body))
    session = appconfig._sessions[json.loads(answer[2])["InitialConfigurationToken"]]
    application, environment, profile = (session[f"{term}Identifier"] for term in _TERMS)
    deployments = appconfig._environment_deployments(application, environment)
    if not any(one["ConfigurationProfileId"] == profile for one in deployments):
        raise _not_found("Deployment")
    return answer


def _missing(body: dict[str, Any]) -> str:
    """Return which of the three does not exist, in the order in which AWS looks for them."""
    application = appconfig._resolve_application_id(body["ApplicationIdentifier"])
    if application is None:
        return "Application"
    profile = appconfig._resolve_configuration_profile_id(
        application, body["ConfigurationProfileIdentifier"]
    )
    return "ConfigurationProfile" if profile is None else "Environment"


def _latest(token: str) -> Any:
    session = appconfig._sessions.pop(token, None)
    if session is None:
        raise RefusedError("Token not valid")
    application, environment, profile = (session[f"{term}Identifier"] for term in _TERMS)
    deployment = appconfig._served_deployment(
        application, environment, profile, session["SessionId"]
    )
    if deployment is None:
        raise _not_found("Configuration")
    fresh = session["LastServedVersion"] != deployment["DeploymentNumber"]
    next_token = uuid.uuid4().hex
    appconfig._sessions[next_token] = {
        **session,
        "LastServedVersion": deployment["DeploymentNumber"],
    }
    headers = {
        "Content-Type": deployment["_ContentType"],
        "Next-Poll-Configuration-Token": next_token,
        "Next-Poll-Interval-In-Seconds": str(session["PollIntervalInSeconds"]),
    }
    if fresh and deployment.get("VersionLabel"):
        headers["Version-Label"] = deployment["VersionLabel"]
    return 200, headers, _content(deployment) if fresh else b""


def _content(deployment: dict[str, Any]) -> bytes:
    profile = f"{deployment['ApplicationId']}/{deployment['ConfigurationProfileId']}"
    content: bytes = deployment["_Content"]
    record = appconfig._config_profiles.get(profile, {})
    return flag_document.served(content) if record.get("Type") == _FLAGS else content


def _not_found(term: str) -> RefusedError:
    return RefusedError(f"{term} not found", status=404, code="ResourceNotFoundException")
