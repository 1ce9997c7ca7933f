"""Names are unique: of applications in an account and region, of their children in them.

Rows: app-name-duplicate, app-rename-duplicate, env-name-duplicate, env-rename-duplicate,
profile-name-duplicate, profile-rename-duplicate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rig.strict import seams
from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, guard_call, guard_resource

__all__ = ["install"]

_REPLACING = {
    "Environment": ("ApplicationId",),
    "ConfigurationProfile": ("ApplicationId", "LocationUri", "Type"),
    "DeploymentStrategy": ("Name", "ReplicateTo"),
}


def install() -> None:
    """Check names on creation and on renaming, by the API and by CloudFormation."""
    guard_call("_create_application", _application)
    guard_call("_update_application", lambda id, body: _application(body, id))
    guard_resource("Application", "create", lambda _, new, *__: _application(new))
    guard_resource("Application", "update", lambda id, _, new, *__: _application(new, id))
    guard_call("_create_environment", _environment)
    guard_call("_update_environment", lambda owner, id, body: _environment(owner, body, id))
    guard_call("_create_configuration_profile", _profile)
    guard_call("_update_configuration_profile", lambda owner, id, body: _profile(owner, body, id))
    for type, check in (("Environment", _environment), ("ConfigurationProfile", _profile)):
        guard_resource(type, "create", lambda _, new, *__, c=check: c(new["ApplicationId"], new))
        guard_resource(
            type, "update", lambda id, _, new, *__, c=check: c(new["ApplicationId"], new, id)
        )
    for type, properties in _REPLACING.items():  # a replacement is created as a new resource is
        seams.provisioners._REPLACING_PROPERTIES[f"AWS::AppConfig::{type}"] = properties


def _application(new: Mapping[str, Any], own_id: str | None = None) -> None:
    owner = _owner(appconfig._applications, new, own_id)
    if owner is not None:
        account = seams.responses.get_account_id()
        raise RefusedError(
            f"Application with name {new['Name']} already exists with id {owner} "
            f"in account {account}"
        )


def _environment(application_id: str, new: Mapping[str, Any], own_id: str | None = None) -> None:
    owner = _owner(_children(appconfig._environments, application_id), new, own_id)
    if owner is not None:
        account = seams.responses.get_account_id()
        raise RefusedError(
            f"Environment with name {new['Name']} already exists with id {owner} "
            f"in application {application_id} and account {account}"
        )


def _profile(application_id: str, new: Mapping[str, Any], own_id: str | None = None) -> None:
    owner = _owner(_children(appconfig._config_profiles, application_id), new, own_id)
    if owner is not None:
        account = seams.responses.get_account_id()
        raise RefusedError(
            f"ConfigurationProfile with name {new['Name']} already exists with id {owner} "
            f"in application {application_id} account {account}"
        )


def _children(records: Any, application_id: str) -> dict[str, Any]:
    return {k: one for k, one in records.items() if one["ApplicationId"] == application_id}


def _owner(records: Any, new: Mapping[str, Any], own_id: str | None) -> str | None:
    """Return the id of what has the name already."""
    for record in records.values():
        if record["Name"] == new.get("Name") and record["Id"] != own_id:
            id: str = record["Id"]
            return id
    return None
