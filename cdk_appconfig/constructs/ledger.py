"""What one app has declared so far: names that are taken, deployments that come first.

Some mistakes only show between constructs that do not know each other. The ledger is kept at the
root of the construct tree, so that it lives and ends with the app it speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig.checks import name as names
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from aws_cdk import CfnResource
    from constructs import Construct

    from cdk_appconfig.findings import Finding

__all__ = ["Ledger"]

_ATTRIBUTE = "_cdk_appconfig_ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class _ApplicationName:
    """One application's name, and where it is deployed to as far as that is known."""

    name: str
    path: str
    stack: Stack
    account: str
    region: str

    def meets(self, other: _ApplicationName) -> bool | None:
        """Tell whether both are in one account and region; ``None`` if that is open."""
        if self.stack is other.stack:
            return True
        same = (self.account, self.region) == (other.account, other.region)
        if same and (is_token(self.account) or is_token(self.region)):
            return None
        return same


class Ledger:
    """Names and deployments of one app. Get it with `Ledger.of`."""

    def __init__(self) -> None:
        self._applications: list[_ApplicationName] = []
        self._names: dict[tuple[names.Term, str, str], str] = {}
        self._deployments: dict[tuple[str, str, str], list[CfnResource]] = {}
        self._deploying_stacks: set[Stack] = set()

    @staticmethod
    def of(scope: Construct) -> Ledger:
        """Return the ledger of the app that a construct belongs to."""
        root = scope.node.root
        ledger: Ledger | None = getattr(root, _ATTRIBUTE, None)
        if ledger is None:
            ledger = Ledger()
            setattr(root, _ATTRIBUTE, ledger)
        return ledger

    def add_application(self, name: str, scope: Construct, path: str) -> list[Finding]:
        """Note the name of an application, and return the finding that it is already used.

        An error is returned and nothing noted when both are known to meet in one account and
        region; a warning when they may.
        """
        stack = Stack.of(scope)
        new = _ApplicationName(
            name=name, path=path, stack=stack, account=stack.account, region=stack.region
        )
        findings = []
        for other in self._applications:
            meets = other.meets(new)
            if other.name == name and meets is not False:
                certain = meets is True
                findings.append(
                    names.application_name_taken(name, path, other.path, certain=certain)
                )
        if not any(finding.severity == "error" for finding in findings):
            self._applications.append(new)
        return findings

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

    def last_deployments(
        self, application_id: str, environment_id: str, stack: Stack
    ) -> list[CfnResource]:
        """Return what a new deployment to an environment must wait for within its stack.

        That is our last deployment to it, or before our first one all that L1 and L2 constructs
        have declared. An environment is known by its ids, so that two imports of it are one.
        """
        key = (application_id, environment_id, stack.node.path)
        if key not in self._deployments:
            self._deployments[key] = [
                construct
                for construct in stack.node.find_all()
                if isinstance(construct, l1.CfnDeployment)
                and construct.environment_id == environment_id
                and Stack.of(construct) is stack
            ]
        return self._deployments[key]

    def add_deployment(
        self, application_id: str, environment_id: str, stack: Stack, deployment: CfnResource
    ) -> bool:
        """Note a deployment, and tell whether it is the first one of ours in its stack."""
        self._deployments[application_id, environment_id, stack.node.path] = [deployment]
        first = stack not in self._deploying_stacks
        self._deploying_stacks.add(stack)
        return first
