"""What one app has declared so far: names that are taken, deployments that come first.

Some mistakes only show between constructs that do not know each other. The ledger is kept at the
root of the construct tree, so that it lives and ends with the app it speaks of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks import name as names

if TYPE_CHECKING:
    from aws_cdk import CfnResource, Stack
    from constructs import Construct

    from cdk_appconfig.findings import Finding

__all__ = ["Ledger"]

_ATTRIBUTE = "_cdk_appconfig_ledger"


class Ledger:
    """Names and deployments of one app. Get it with `Ledger.of`."""

    def __init__(self) -> None:
        self._names: dict[tuple[names.Term, str, str], str] = {}
        self._deployments: dict[tuple[str, str], list[tuple[Stack, CfnResource]]] = {}

    @staticmethod
    def of(scope: Construct) -> Ledger:
        """Return the ledger of the app that a construct belongs to."""
        root = scope.node.root
        ledger: Ledger | None = getattr(root, _ATTRIBUTE, None)
        if ledger is None:
            ledger = Ledger()
            setattr(root, _ATTRIBUTE, ledger)
        return ledger

    def new_name_findings(
        self,
        term: names.Term,
        application_id: str,
        name: str,
        description: str | None,
        where: str,
    ) -> list[Finding]:
        """Return what is wrong with the name and the description of a new resource.

        Names that are not known before deployment are left to the deployment.
        """
        findings = list(names.text_findings(term, name, description, where))
        owner = self._names.get((term, application_id, name))
        if owner is not None:
            findings.append(names.name_taken(term, name, where, owner))
        return findings

    def take_name(self, term: names.Term, application_id: str, name: str, where: str) -> None:
        """Note that a name is used from now on."""
        self._names[term, application_id, name] = where

    def previous_deployment(
        self, application_id: str, environment_id: str, stack: Stack
    ) -> CfnResource | None:
        """Return the last deployment to an environment that this stack has declared so far."""
        for owner, deployment in reversed(
            self._deployments.get((application_id, environment_id), [])
        ):
            if owner is stack:
                return deployment
        return None

    def add_deployment(
        self, application_id: str, environment_id: str, stack: Stack, deployment: CfnResource
    ) -> None:
        """Note a deployment: AppConfig runs one at a time in an environment."""
        self._deployments.setdefault((application_id, environment_id), []).append(
            (stack, deployment)
        )
