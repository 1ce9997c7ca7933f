"""What a team decides once for everything below a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy, Tags

from cdk_appconfig.checks import tag as tag_checks
from cdk_appconfig.checks.hosted_configuration_version import no_snapshot
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._decided import Defaults
from cdk_appconfig.constructs._inputs import (
    StrategyInput,
    raise_for,
    strategy_findings,
    strategy_id,
)
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.model.deletion_protection import deletion_protection_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk.interfaces.aws_kms import IKeyRef
    from constructs import IConstruct

__all__ = ["AppConfigDefaults", "defaults_at", "defaults_of"]

_TAGGED = [
    f"AWS::AppConfig::{term}"
    for term in (
        "Application",
        "ConfigurationProfile",
        "DeploymentStrategy",
        "Environment",
        "Extension",
        "ExtensionAssociation",
    )
]
"""What can have tags and is not replaced when one changes, as a deployment is."""


class AppConfigDefaults:
    """What holds for AppConfig constructs below a scope. Get it with `AppConfigDefaults.of`."""

    def __init__(self, scope: IConstruct) -> None:
        self._scope = scope

    @staticmethod
    @checked()
    def of(scope: IConstruct) -> AppConfigDefaults:
        """Return the defaults of a scope: an app, a stage, a stack or any other construct."""
        return AppConfigDefaults(scope)

    @checked()
    def set(
        self,
        *,
        deployment_strategy: StrategyInput | None = None,
        kms_key: IKeyRef | None = None,
        deletion_protection_check: str | None = None,
        removal_policy: RemovalPolicy | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Decide what holds below the scope where a construct is not told otherwise.

        It holds for constructs that are made after it; tags reach earlier ones as well. An inner
        scope may decide otherwise. What is left out stays as it was.

        Args:
            deployment_strategy: How deployments to environments spread; of profiles below the scope
                also those to environments of the L1, the L2 and other stacks.
            kms_key: A customer managed key for what profiles store in the hosted store.
            deletion_protection_check: For environments and profiles: a `DeletionProtectionCheck` or
                its name.
            removal_policy: What happens to versions that are no longer declared.
            tags: For applications, environments, profiles, strategies, extensions and associations.
                Deployments get none: they would be replaced when one changes.

        Raises:
            AppConfigError: The strategy or the check does not exist, a tag is refused by AppConfig,
                or the removal policy is ``SNAPSHOT``. Nothing has been decided then.
        """
        path = self._scope.node.path
        where = path or "the app"
        snapshot = removal_policy == RemovalPolicy.SNAPSHOT
        raise_for(
            f"defaults of {where}",
            [
                *strategy_findings(deployment_strategy, where),
                *deletion_protection_findings(deletion_protection_check, where),
                *([no_snapshot(where)] if snapshot else []),
                *tag_checks.tag_findings(tags or {}, where),
            ],
        )
        new = Defaults(
            deployment_strategy_id=strategy_id(deployment_strategy)
            if deployment_strategy is not None
            else None,
            kms_key_arn=None if kms_key is None else kms_key.key_ref.key_arn,
            deletion_protection_check=deletion_protection_check,
            removal_policy=removal_policy,
        )
        decided = Ledger.of(self._scope).defaults
        decided[path] = new.or_else(decided.get(path, Defaults()))
        for key in sorted(tags or {}):
            Tags.of(self._scope).add(key, (tags or {})[key], include_resource_types=_TAGGED)


def defaults_of(scope: IConstruct) -> Defaults:
    """Return what holds for a construct that is made in a scope."""
    decided = Ledger.of(scope).defaults
    return defaults_at(place_of(scope).path, decided) if decided else Defaults()


def defaults_at(path: str, decided: Mapping[str, Defaults]) -> Defaults:
    """Return what holds at a construct path, of what was decided by path."""
    found = decided.get(path, Defaults())
    while path and decided:
        path = path.rpartition("/")[0]
        if path in decided:
            found = found.or_else(decided[path])
    return found
