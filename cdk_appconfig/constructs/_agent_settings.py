"""Settings of AppConfig Agent, and the variables that carry them on its two lines.

The agent comes as a Lambda layer and as a container. Both take the same settings under names of
their own: what one line reads, the other one ignores without a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from aws_cdk import Duration

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._inputs import words_for
from cdk_appconfig.findings import closest
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cdk_appconfig.constructs._inputs import DurationInput
    from cdk_appconfig.findings import Finding

__all__ = [
    "LAMBDA_PREFIX",
    "AgentSettings",
    "ContainerSettings",
    "container_variables",
    "lambda_variables",
    "setting_findings",
]

LAMBDA_PREFIX = "AWS_APPCONFIG_EXTENSION_"
"""What the names of all variables of the layer start with."""

LogLevel: TypeAlias = Literal["trace", "debug", "info", "warn", "error", "fatal", "none"]
"""How much the agent tells."""


class AgentSettings(TypedDict, total=False):
    """How AppConfig Agent works, as the layer and as a container; what is left out is the agent's.

    Attributes:
        poll_interval: How often it asks for new data, in whole seconds from 1; 45 when left out.
        request_timeout: How long it waits for an answer, in whole milliseconds; 3000 when left out.
        log_level: How much it tells; ``info`` when left out.
        port: Its port on ``localhost``; 2772 when left out.
        max_connections: Connections to AppConfig at the same time; 3 when left out.
        service_region: Region of the environment, where it is not that of the application.
        role_arn: Role that it assumes to read, such as a `reader_role` of another account. The
            application may then assume that role, and reads nothing by itself.
        role_external_id: What that role asks for.
        role_session_name: Name of the session with that role.
        proxy_url: Proxy that it goes through.
        proxy_headers: Headers for the proxy, value by name.
        manifest: The manifest as a ``dict``, where a configuration has a role or a file of its own;
            or where the agent finds it: ``file:`` and a path, or a configuration. The application
            may assume the roles of the ``dict``, and reads what has one by that role alone.
        wait_on_manifest: Whether it starts only when the manifest is read; yes when left out.
        experiment_assignment_log_destination: ``stderr``, or ``file:`` and a directory.

    Source:
        User guide, "Configuring the AWS AppConfig Agent Lambda extension" and "(Optional) Using
        environment variables to configure AWS AppConfig Agent for Amazon ECS and Amazon EKS".
    """

    poll_interval: DurationInput
    request_timeout: DurationInput
    log_level: LogLevel
    port: int
    max_connections: int
    service_region: str
    role_arn: str
    role_external_id: str
    role_session_name: str
    proxy_url: str
    proxy_headers: Mapping[str, str]
    manifest: str | Mapping[str, Mapping[str, Any]]
    wait_on_manifest: bool
    experiment_assignment_log_destination: str


class ContainerSettings(AgentSettings, total=False):
    """What AppConfig Agent takes as a container beyond `AgentSettings`.

    Attributes:
        access_token: Token that callers must send. It is readable in the template: a token of
            Secrets Manager keeps it out.
        backup_directory: Where it keeps a copy that it reads when AppConfig cannot be reached.
        preload_backups: Whether it starts with that copy; yes when left out.
        http_host: Address that it listens on: ``all``, ``localhost`` or one of its own.
        log_path: File for its log; its standard error when left out.
    """

    access_token: str
    backup_directory: str
    preload_backups: bool
    http_host: str
    log_path: str


_LOG_LEVELS = ("trace", "debug", "info", "warn", "error", "fatal", "none")
_LAST_PORT = 65535
_SECOND = timedelta(seconds=1)
_MILLISECOND = timedelta(milliseconds=1)


def _in(unit: timedelta, value: Any) -> float:
    """Return a duration in a unit; not positive if it is none."""
    if isinstance(value, Duration):
        value = timedelta(milliseconds=value.to_milliseconds(integral=False))
    return value / unit if isinstance(value, timedelta) else 0


def _is_whole(unit: timedelta, value: Any) -> bool:
    if isinstance(value, Duration) and value.is_unresolved():
        return False
    count = _in(unit, value)
    return count >= 1 and count % 1 == 0


def _is_number(value: Any) -> bool:
    return type(value) is int and value > 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_manifest(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return _is_text(value)
    return all(isinstance(key, str) and _is_entry(entry) for key, entry in value.items())


def _is_entry(entry: Any) -> bool:
    """Tell whether something is an entry of a manifest, as far as it is looked into."""
    if not isinstance(entry, Mapping):
        return False
    credentials = entry.get("credentials", {"roleArn": ""})
    return isinstance(credentials, Mapping) and isinstance(credentials.get("roleArn"), str)


_FORMS: dict[str, tuple[Callable[[Any], bool], str, Callable[[Any], str]]] = {
    "poll_interval": (
        lambda value: _is_whole(_SECOND, value),
        "a Duration or timedelta of whole seconds, at least 1",
        lambda value: str(int(_in(_SECOND, value))),
    ),
    "request_timeout": (
        lambda value: _is_whole(_MILLISECOND, value),
        "a Duration or timedelta of whole milliseconds, at least 1",
        lambda value: str(int(_in(_MILLISECOND, value))),
    ),
    "log_level": (
        lambda value: str(value).lower() in _LOG_LEVELS,
        f"one of {', '.join(_LOG_LEVELS)}",
        str,
    ),
    "port": (
        lambda value: _is_number(value) and value <= _LAST_PORT,
        f"a number from 1 to {_LAST_PORT}",
        str,
    ),
    "max_connections": (_is_number, "a number from 1", str),
    "proxy_headers": (
        lambda value: isinstance(value, dict) and all(map(_is_text, value)),
        "a dict, value by name",
        lambda value: ", ".join(f"{name}: {text}" for name, text in value.items()),
    ),
    "manifest": (
        _is_manifest,
        "text that is not empty, or a dict: {'application:environment:profile': {…}}",
        lambda value: value if isinstance(value, str) else json.dumps(value),
    ),
    **{
        name: (
            lambda value: isinstance(value, bool),
            "True or False",
            lambda value: str(value).lower(),
        )
        for name in ("wait_on_manifest", "preload_backups")
    },
}
_TEXT: tuple[Callable[[Any], bool], str, Callable[[Any], str]] = (
    _is_text,
    "text that is not empty",
    str,
)
_LAMBDA = {
    "poll_interval": "POLL_INTERVAL_SECONDS",
    "request_timeout": "POLL_TIMEOUT_MILLIS",
    "port": "HTTP_PORT",
}
_CONTAINER = {"port": "HTTP_PORT"}


def setting_findings(
    settings: Mapping[str, Any], known: type[Any], where: str
) -> Iterator[Finding]:
    """Yield what the agent does not take.

    Args:
        settings: What was passed, by name.
        known: `AgentSettings` or `ContainerSettings`.
        where: Construct path of the environment.

    Raises:
        TypeError: There is no setting of this name.
    """
    for name, value in settings.items():
        if name not in known.__annotations__:
            meant = closest(name, known.__annotations__)
            hint = "" if meant is None else f"; did you mean {meant!r}?"
            raise TypeError(f"agent of {where} got an unexpected keyword argument {name!r}{hint}")
        is_fine, expected, _ = _FORMS.get(name, _TEXT)
        if not (isinstance(value, str) and is_token(value)) and not is_fine(value):
            yield checks.wrong_setting(name, words_for(value), expected, where)


def lambda_variables(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables of the layer."""
    return {
        f"{LAMBDA_PREFIX}{_LAMBDA.get(name, name.upper())}": _text(name, value)
        for name, value in settings.items()
    }


def container_variables(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables of the container."""
    return {
        _CONTAINER.get(name, name.upper()): _text(name, value) for name, value in settings.items()
    }


def _text(name: str, value: Any) -> str:
    _, _, text = _FORMS.get(name, _TEXT)
    return text(value)
