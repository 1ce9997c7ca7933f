"""Deployments: started, waited for, one at a time, and served from a copy of their own.

Rows: deploy-version-missing, deploy-instant, deploy-same-version-again, stop-baking,
stop-complete, stop-complete-revert; cal-deploy-in-progress, cal-deploy-validators.

Our reading: CloudFormation waits until a deployment has completed, and fails when it was rolled
back; deleting a deployment stops one that is in flight and does nothing to a completed one; a
version label stands for its version.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from rig.strict import operation, validators
from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, handlers, refusing, stacks

__all__ = ["install", "start"]

_TYPE = "AWS::AppConfig::Deployment"
_WAIT_SECONDS = 0.02
_OVER = ("ROLLED_BACK", "REVERTED")


def install() -> None:
    """Let CloudFormation start deployments like anybody else, and wait for them off the loop."""
    original, blocking = appconfig._start_deployment, stacks._runs_on_worker_thread
    appconfig._start_deployment = refusing(lambda *arguments: _start(original, *arguments))
    appconfig._stop_deployment = refusing(_stopping(appconfig._stop_deployment))
    handlers[_TYPE].update(create=_create, delete=_delete)
    stacks._runs_on_worker_thread = lambda type: type == _TYPE or blocking(type)
    operation.install()


def start(application_id: str, environment_id: str, body: dict[str, Any]) -> Any:
    """Start a deployment; it may call a Lambda function, so keep it off the event loop."""
    return appconfig._start_deployment(application_id, environment_id, body)


def _start(original: Any, application_id: str, environment_id: str, body: dict[str, Any]) -> Any:
    profile_id = body["ConfigurationProfileId"]
    profile = appconfig._config_profiles.get(f"{application_id}/{profile_id}")
    if profile is None or profile["LocationUri"] != "hosted":
        return original(application_id, environment_id, body)
    version = validators.find_version(profile, body["ConfigurationVersion"])
    validators.validate(profile, version)
    answer = original(
        application_id,
        environment_id,
        {**body, "ConfigurationVersion": str(version["VersionNumber"])},
    )
    if answer[0] == 201:
        number = json.loads(answer[2])["DeploymentNumber"]
        record = appconfig._deployments[f"{application_id}/{environment_id}/{number}"]
        record["_Content"], record["_ContentType"] = version["Content"], version["ContentType"]
    return answer


def _stopping(original: Any) -> Any:
    def stop(application: str, environment: str, number: int, allow_revert: bool = False) -> Any:
        appconfig._refresh_environment(application, environment)
        record = appconfig._deployments.get(f"{application}/{environment}/{number}", {})
        state = record.get("State")
        if state == "COMPLETE" and not allow_revert:
            raise RefusedError(
                f"Deployment {number} for App {application} and Environment {environment} cannot "
                f"be stopped, it has a status of {state}."
            )
        answer = original(application, environment, number, allow_revert or state == "BAKING")
        if answer[0] == 202:
            record["PercentageComplete"] = 0.0
            return appconfig._get_deployment(application, environment, number)
        return answer

    return stop


def _create(logical_id: str, new: Mapping[str, Any], _: str) -> tuple[str, dict[str, Any]]:
    application, environment = new["ApplicationId"], new["EnvironmentId"]
    tags = {tag["Key"]: tag["Value"] for tag in new.get("Tags", [])}
    body = {key: value for key, value in new.items() if key != "Tags"}
    operation.check_order(logical_id, environment)
    status, _headers, answer = start(application, environment, body)
    deployment = json.loads(answer)
    if status >= 400:
        raise RefusedError(deployment["Message"], status=status)
    number = deployment["DeploymentNumber"]
    appconfig._apply_tags(appconfig._deployment_arn(application, environment, number), tags)
    operation.note(logical_id, environment, deployment)
    _wait(application, environment, number)
    return f"{application}|{environment}|{number}", {
        "DeploymentNumber": number,
        "State": "COMPLETE",
    }


def _wait(application: str, environment: str, number: int) -> None:
    """Wait until a deployment is over.

    Raises:
        RefusedError: It was rolled back or stopped.
    """
    while True:
        deployment = json.loads(appconfig._get_deployment(application, environment, number)[2])
        if deployment.get("State") == "COMPLETE":
            return
        if deployment.get("State") in _OVER:
            reason = next(
                event["Description"]
                for event in deployment["EventLog"]
                if event["EventType"] in ("ROLLBACK_STARTED", "REVERT_COMPLETED")
            )
            raise RefusedError(f"Deployment {number} was rolled back: {reason}")
        if "State" not in deployment:
            raise RefusedError(f"Deployment {number} is gone", status=404)
        time.sleep(_WAIT_SECONDS)


def _delete(physical_id: str, _: Mapping[str, Any]) -> None:
    application, environment, number = physical_id.split("|")
    appconfig._refresh_environment(application, environment)
    record = appconfig._deployments.get(f"{application}/{environment}/{number}", {})
    if record.get("State") in appconfig._IN_PROGRESS_STATES:
        appconfig._stop_deployment(application, environment, int(number))
