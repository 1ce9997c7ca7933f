"""Extensions and their associations: recorded, so that stacks with them deploy; no action runs.

Rows: ext-create, ext-create-identical, ext-create-changed-no-latest, ext-create-next-version,
ext-create-latest-stale, ext-required-and-dynamic, ext-update-in-place, ext-delete-in-use,
assoc-required-missing, assoc-update-drops-required, assoc-with-dynamic-default, assoc-duplicate,
assoc-default-version.

Only CloudFormation creates them here; ``ListExtensions`` and ``ListExtensionAssociations`` show
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, handlers, provisioners, responses

__all__ = ["LISTS", "associated_resources", "install"]

_EXTENSION = "AWS::AppConfig::Extension"
_ASSOCIATION = "AWS::AppConfig::ExtensionAssociation"
_COMPARED = ("Actions", "Parameters", "Description")

_extensions = responses.AccountRegionScopedDict()
_associations = responses.AccountRegionScopedDict()

LISTS: dict[str, Callable[[], list[Any]]] = {
    "/extensions": lambda: list(_extensions.values()),
    "/extensionassociations": lambda: list(_associations.values()),
}


def install() -> None:
    """Let CloudFormation know both types."""
    handlers[_EXTENSION] = {"create": _create, "update": _update, "delete": _delete}
    handlers[_ASSOCIATION] = {
        "create": _associate,
        "update": _update_association,
        "delete": lambda id, _: _associations.pop(id, None),
    }
    provisioners._REPLACING_PROPERTIES[_EXTENSION] = ("Name",)
    provisioners._REPLACING_PROPERTIES[_ASSOCIATION] = (
        "ExtensionIdentifier",
        "ExtensionVersionNumber",
        "ResourceIdentifier",
    )
    original = appconfig.reset

    def reset() -> None:
        original()
        _extensions.clear()
        _associations.clear()

    appconfig.reset = reset


def associated_resources() -> list[str]:
    """Return the ARNs that extensions are associated with."""
    return [association["ResourceArn"] for association in _associations.values()]


def _create(_: str, new: Mapping[str, Any], __: str) -> tuple[str, dict[str, Any]]:
    _check_parameters(new)
    latest = _latest(new["Name"])
    if latest is None:
        return _add(appconfig._gen_id(), 1, new)
    if all(latest.get(key) == new.get(key) for key in _COMPARED):
        return _reference(latest)
    expected = new.get("LatestVersionNumber")
    if expected is None:
        raise RefusedError(
            "LatestVersionNumber not populated and an extension with name "
            f"{new['Name']} already exists."
        )
    if int(expected) != latest["VersionNumber"]:
        raise RefusedError(
            f"LatestVersionNumber supplied in request {expected} does not match latest version "
            f"{latest['VersionNumber']}.",
            status=409,
            code="ConflictException",
        )
    return _add(latest["Id"], latest["VersionNumber"] + 1, new)


def _add(id: str, version: int, new: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    arn = _arn(f"extension/{id}/{version}")
    _extensions[arn] = {**new, "Id": id, "Arn": arn, "VersionNumber": version}
    return _reference(_extensions[arn])


def _update(
    physical_id: str, _: Mapping[str, Any], new: Mapping[str, Any], __: str
) -> tuple[str, dict[str, Any]]:
    _check_parameters(new)
    extension = _find(physical_id, None)
    extension.update(new)
    return _reference(extension)


def _delete(physical_id: str, _: Mapping[str, Any]) -> None:
    extension = _find(physical_id, None)
    count = sum(one["ExtensionArn"] == extension["Arn"] for one in _associations.values())
    if count:
        raise RefusedError(
            f"Cannot delete extension {extension['Id']}, version {extension['VersionNumber']}, "
            f"for account {responses.get_account_id()}, as there are {count} associations of the "
            "extension still existing."
        )
    del _extensions[extension["Arn"]]


def _associate(_: str, new: Mapping[str, Any], __: str) -> tuple[str, dict[str, Any]]:
    extension = _find(new["ExtensionIdentifier"], new.get("ExtensionVersionNumber"))
    _check_values(extension, new.get("Parameters") or {})
    id = appconfig._gen_id()
    _associations[id] = {
        "Id": id,
        "Arn": _arn(f"extensionassociation/{id}"),
        "ExtensionArn": extension["Arn"],
        "ExtensionVersionNumber": extension["VersionNumber"],
        "ResourceArn": new["ResourceIdentifier"],
        "Parameters": new.get("Parameters") or {},
    }
    return id, _attributes(id)


def _update_association(
    physical_id: str, _: Mapping[str, Any], new: Mapping[str, Any], __: str
) -> tuple[str, dict[str, Any]]:
    association = _associations[physical_id]
    extension = _extensions.get(association["ExtensionArn"], {"Arn": association["ExtensionArn"]})
    _check_values(extension, new.get("Parameters") or {})
    association["Parameters"] = new.get("Parameters") or {}
    return physical_id, _attributes(physical_id)


def _attributes(id: str) -> dict[str, Any]:
    keys = ("Id", "Arn", "ExtensionArn", "ResourceArn")
    return {key: _associations[id][key] for key in keys}


def _check_parameters(extension: Mapping[str, Any]) -> None:
    for name, parameter in (extension.get("Parameters") or {}).items():
        if _true(parameter.get("Required")) and _true(parameter.get("Dynamic")):
            raise RefusedError(f"Extension parameters {name} can not be both required and dynamic")


def _check_values(extension: Mapping[str, Any], values: Mapping[str, str]) -> None:
    declared = extension.get("Parameters") or {}
    required = [name for name, one in declared.items() if _true(one.get("Required"))]
    if required and not values:
        raise RefusedError(
            f"Extension {extension['Name']} version {extension['VersionNumber']} has required "
            "parameters, but no parameters have been supplied"
        )
    for name in required:
        if name not in values:
            raise RefusedError(
                f"Parameter {name}  is required for extension {extension['Id']} version "
                f"{extension['VersionNumber']}, but a value has not been supplied."
            )


def _latest(name: str) -> Any:
    versions = [one for one in _extensions.values() if one["Name"] == name]
    return max(versions, key=lambda one: one["VersionNumber"], default=None)


def _find(identifier: str, version: object) -> dict[str, Any]:
    """Return a version of an extension, the highest when none is named.

    An extension that is made by AWS is known by its name alone.
    """
    found = [
        one
        for one in _extensions.values()
        if identifier in (one["Arn"], one["Id"], one["Name"])
        and version in (None, one["VersionNumber"], str(one["VersionNumber"]))
    ]
    if found:
        latest: dict[str, Any] = max(found, key=lambda one: one["VersionNumber"])
        return latest
    if identifier.startswith("AWS.") or "::extension/AWS." in identifier:
        return {"Arn": identifier, "VersionNumber": 1}
    raise RefusedError(
        f"Extension could not be found for account {responses.get_account_id()}.",
        status=404,
        code="ResourceNotFoundException",
    )


def _reference(extension: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    attributes = {key: extension[key] for key in ("Id", "Arn", "VersionNumber")}
    return extension["Id"], attributes


def _arn(resource: str) -> str:
    region, account = responses.get_region(), responses.get_account_id()
    return f"arn:aws:appconfig:{region}:{account}:{resource}"


def _true(value: object) -> bool:
    return str(value).lower() == "true"
