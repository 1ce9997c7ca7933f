"""What users call: every constructor and every method of the constructs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import cdk_appconfig as ours

MADE_BY_METHODS = {
    "AgentVariables",
    "ContainerAgent",
    "Deployment",
    "LambdaAgent",
    "SourcedDeployment",
}
MADE_BY_OTHERS = {
    "AppConfigDefaults.__init__",
    "ConfigurationProfileGrants.__init__",
    "ConfigurationSource.__init__",
    "EnvironmentGrants.__init__",
}
NOT_FOR_USERS = {"apply_to", "findings", "supports", "validate"}


def public_callables() -> Iterator[tuple[str, Any]]:
    """Yield every constructor and method of the constructs: name, and the function itself."""
    seen: list[Any] = []
    for name, home in ours._HOMES.items():  # noqa: SLF001 the table itself
        thing: Any = getattr(ours, name)
        if not home.startswith("constructs.") or name in MADE_BY_METHODS:
            continue
        for attribute in dir(thing):
            function = inspect.getattr_static(thing, attribute)
            function = getattr(function, "__func__", function)
            own = str(getattr(function, "__module__", "")).startswith("cdk_appconfig.")
            hidden = attribute.startswith("_") and attribute != "__init__"
            if inspect.isfunction(function) and own and not hidden and function not in seen:
                seen.append(function)
                if attribute not in NOT_FOR_USERS and f"{name}.{attribute}" not in MADE_BY_OTHERS:
                    yield f"{name}.{attribute}".removesuffix(".__init__"), function
