"""One AppConfig resource in an update, as those who look for trouble see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.effect import Effect
    from cdk_appconfig.template.stack_pair import StackPair
    from cdk_appconfig.template.update import Update

__all__ = ["APPLICATION", "EXTENSION", "NAMED", "PROFILE", "Site", "sites"]

APPLICATION = "AWS::AppConfig::Application"
PROFILE = "AWS::AppConfig::ConfigurationProfile"
EXTENSION = "AWS::AppConfig::Extension"
NAMED = (APPLICATION, "AWS::AppConfig::Environment", PROFILE)
"""Types of which AppConfig refuses a second one of the same name."""

_TERMS = {
    APPLICATION: "application",
    "AWS::AppConfig::Environment": "environment",
    PROFILE: "configuration profile",
    EXTENSION: "extension",
}
_RETAINED = {
    "removed": ("DeletionPolicy", {"Retain", "RetainExceptOnCreate"}),
    "replaced": ("UpdateReplacePolicy", {"Retain"}),
}


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One resource, the stack it is in before and after, and what happens to it.

    Args:
        pair: Its stack.
        resource: What the template after says of it, or the one before if it is gone.
        effect: What the update does to it.
    """

    pair: StackPair
    resource: Declaration
    effect: Effect

    @property
    def type(self) -> str:
        """Type, for example ``AWS::AppConfig::Environment``."""
        return self.resource.type

    @property
    def where(self) -> str:
        """The construct path, or the logical id: what a finding names."""
        return self.resource.path or self.resource.logical_id

    @property
    def place(self) -> str:
        """The logical id, and the construct path if there is one."""
        logical_id, path = self.resource.logical_id, self.resource.path
        return logical_id if path is None else f"{logical_id} ({path})"

    @property
    def named(self) -> str:
        """The term and the name, as a message begins with them."""
        name = self.resource.get("Name")
        return f"{_TERMS[self.type]} {name!r}" if isinstance(name, str) else _TERMS[self.type]

    @property
    def stays(self) -> bool:
        """Whether AWS keeps what was there, although it is replaced or removed."""
        attribute, keeping = _RETAINED.get(self.effect.kind, ("", set()))
        left_behind = self.effect.kind == "removed" and self.pair.after is None
        return left_behind or self.resource.body.get(attribute) in keeping

    def certainly(self, *kinds: str) -> bool:
        """Tell whether the effect is one of these, without a doubt."""
        return self.effect.certain and self.effect.kind in kinds

    def get(self, name: str) -> Any:
        """Return a property as it is written."""
        return self.resource.get(name)


def sites(update: Update) -> Iterator[Site]:
    """Yield every AppConfig resource of an update, stack by stack, what is gone last.

    Args:
        update: The stacks before and after.
    """
    for pair in update.pairs:
        for logical_id, effect in update.effects(pair).items():
            old, new = pair.resource(logical_id)
            resource = new or old
            if resource is not None and resource.type.startswith("AWS::AppConfig::"):
                yield Site(pair, resource, effect)
