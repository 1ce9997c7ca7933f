"""Calls that MiniStack does not know or does not read whole, or that would block its event loop."""

from __future__ import annotations

import json
import re
from typing import Any

from rig.strict import deployments, extensions, validators, versions
from rig.strict.seams import appconfig, concurrency, refusing

__all__ = ["install"]

_DEPLOYMENTS = re.compile(r"/applications/([^/]+)/environments/([^/]+)/deployments")
_VERSIONS = re.compile(
    r"/applications/([^/]+)/configurationprofiles/([^/]+)/hostedconfigurationversions"
)
_VALIDATORS = re.compile(r"/applications/([^/]+)/configurationprofiles/([^/]+)/validators")


def install() -> None:
    """Take the calls that the layer answers, and leave the others to MiniStack."""
    original = appconfig.handle_request

    async def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        if method == "POST" and (found := _DEPLOYMENTS.fullmatch(path)):
            request = json.loads(body)
            return await concurrency.run_reentrant(deployments.start, *found.groups(), request)
        if method == "POST" and (found := _VERSIONS.fullmatch(path)):
            return refusing(versions.call)(*found.groups(), headers, body)
        if method == "POST" and (found := _VALIDATORS.fullmatch(path)):
            [version] = query["configuration_version"]
            return await concurrency.run_reentrant(refusing(_validate), *found.groups(), version)
        if method == "GET" and path in extensions.LISTS:
            return appconfig._json(200, {"Items": extensions.LISTS[path]()})
        return await original(method, path, headers, body, query)

    appconfig.handle_request = handle


def _validate(application_id: str, profile_id: str, version: str) -> Any:
    profile = appconfig._config_profiles[f"{application_id}/{profile_id}"]
    validators.validate(profile, validators.find_version(profile, version))
    return appconfig._json(204, {})
