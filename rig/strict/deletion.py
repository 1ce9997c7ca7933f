"""What still stands in the way of a deletion.

Rows: delete-app-with-associations, delete-app-with-envs, delete-app-with-profiles (in this order),
delete-env-with-associations, delete-profile-with-associations, delete-profile-with-versions,
delete-env-with-history (accepted), delete-version-deployed-before (accepted);
cal-delete-while-deploying, whose message is ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from rig.strict import extensions
from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, guard_call, guard_resource

__all__ = ["install"]


def install() -> None:
    """Check deletions, by the API and by CloudFormation."""
    guard_call("_delete_application", _application)
    guard_resource("Application", "delete", lambda id, _: _application(id))
    guard_call("_delete_environment", _environment)
    guard_resource("Environment", "delete", lambda id, old: _environment(old["ApplicationId"], id))
    guard_call("_delete_configuration_profile", _profile)
    guard_resource(
        "ConfigurationProfile", "delete", lambda id, old: _profile(old["ApplicationId"], id)
    )


def _application(id: str) -> None:
    _associations("application", f"application/{id}")
    children = (
        ("environments", appconfig._environments),
        ("configuration profiles", appconfig._config_profiles),
    )
    for term, records in children:
        if _below(f"{id}/", records):
            raise RefusedError(
                f"Cannot delete application {id}, because there are still {term} existing under it."
            )


def _environment(application_id: str, id: str) -> None:
    _associations("environment", f"application/{application_id}/environment/{id}")
    if _in_flight(application_id, EnvironmentId=id):
        raise _deploying("environment", id)


def _profile(application_id: str, id: str) -> None:
    target = f"application/{application_id}/configurationprofile/{id}"
    _associations("configuration profile", target)
    if _below(f"{application_id}/{id}/", appconfig._hosted_versions):
        raise RefusedError(
            f"Cannot delete configuration profile {id} "
            "because there are still hosted configuration versions existing under it."
        )
    if _in_flight(application_id, ConfigurationProfileId=id):
        raise _deploying("configuration profile", id)


def _associations(term: str, target: str) -> None:
    for arn in extensions.associated_resources():
        if arn.endswith(f":{target}"):
            raise RefusedError(
                f"Cannot delete {term} {arn} because there are extensions associated with it. "
                f"Please remove the extension associations to this {term} first."
            )


def _below(prefix: str, keys: Iterable[str]) -> bool:
    return any(key.startswith(prefix) for key in keys)


def _in_flight(application_id: str, **where: str) -> bool:
    environments = {
        one["EnvironmentId"]
        for one in appconfig._deployments.values()
        if one["ApplicationId"] == application_id
    }
    return any(
        one["State"] in appconfig._IN_PROGRESS_STATES and where.items() <= one.items()
        for environment_id in environments
        for one in appconfig._refresh_environment(application_id, environment_id)
    )


def _deploying(term: str, id: str) -> RefusedError:
    return RefusedError(
        f"Cannot delete {term} {id} while a deployment is in progress.",
        status=409,
        code="ConflictException",
    )
