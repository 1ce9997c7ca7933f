"""Where the layer takes hold of MiniStack: private names, so each is looked for at start."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from ministack.core import concurrency, responses
from ministack.services import appconfig
from ministack.services.cloudformation import engine, provisioners, stacks

from rig.strict.refusal import RefusedError

__all__ = [
    "appconfig",
    "check",
    "concurrency",
    "engine",
    "guard_call",
    "guard_resource",
    "handlers",
    "looked_for",
    "provisioners",
    "refusing",
    "responses",
    "stacks",
]

_NAMES: dict[ModuleType, str] = {
    appconfig: """
        _DEPLOYMENT_MINUTE_SECONDS _IN_PROGRESS_STATES _applications _environments
        _config_profiles _hosted_versions _deployments _sessions _tags _error _json _gen_id
        _apply_tags _deployment_arn _rollout_bucket _served_deployment _next_hosted_version_number
        _latest_hosted_version_number _environment_deployments _refresh_environment
        _find_deployment_strategy _create_application _update_application _delete_application
        _create_environment _update_environment _delete_environment _create_configuration_profile
        _update_configuration_profile _delete_configuration_profile
        _start_deployment _get_deployment _stop_deployment
        _get_hosted_configuration_version _start_configuration_session
        _get_latest_configuration _resolve_application_id _resolve_configuration_profile_id
        handle_request reset
    """,
    concurrency: "run_reentrant",
    engine: "_extract_deps",
    provisioners: "_RESOURCE_HANDLERS _REPLACING_PROPERTIES",
    responses: "AccountRegionScopedDict get_account_id get_region",
    stacks: "_runs_on_worker_thread _topological_sort",
}
_TYPES = (
    "Application",
    "Environment",
    "ConfigurationProfile",
    "HostedConfigurationVersion",
    "DeploymentStrategy",
    "Deployment",
)

handlers: dict[str, dict[str, Any]] = provisioners._RESOURCE_HANDLERS


def looked_for(module: str) -> list[str]:
    """Return the names that are looked for in a module of the emulator."""
    [names] = [names for each, names in _NAMES.items() if each.__name__.endswith(f".{module}")]
    return names.split()


def check() -> None:
    """Look for everything that the layer replaces or uses.

    Raises:
        RuntimeError: Something is missing; all of it is named.
    """
    missing = [
        f"{module.__name__}.{name}"
        for module, names in _NAMES.items()
        for name in names.split()
        if not hasattr(module, name)
    ]
    missing += [
        f"a CloudFormation handler of AWS::AppConfig::{type}"
        for type in _TYPES
        if f"AWS::AppConfig::{type}" not in handlers
    ]
    if missing:
        raise RuntimeError(f"the strict layer does not fit this MiniStack: no {', '.join(missing)}")


def guard_call(name: str, check: Callable[..., None]) -> None:
    """Let a check decide, before an API call does anything, whether AWS would refuse it."""
    original = getattr(appconfig, name)

    def guarded(*arguments: Any) -> Any:
        check(*arguments)
        return original(*arguments)

    setattr(appconfig, name, refusing(guarded))


def guard_resource(type: str, action: str, check: Callable[..., None]) -> None:
    """Let a check decide, before a resource handler does anything, whether AWS would refuse it."""
    handler = handlers[f"AWS::AppConfig::{type}"]
    original = handler[action]

    def guarded(*arguments: Any) -> Any:
        check(*arguments)
        return original(*arguments)

    handler[action] = guarded


def refusing(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return an API call that answers with an error when AWS would refuse it."""

    def answering(*arguments: Any) -> Any:
        try:
            return call(*arguments)
        except RefusedError as refused:
            return appconfig._error(refused.status, refused.code, refused.message)

    return answering
