"""What one app has declared so far: names that are taken, deployments that come first.

Some mistakes only show between constructs that do not know each other. The ledger is kept at the
root of the construct tree, so that it lives and ends with the app it speaks of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import jsii
from aws_cdk import IAspect, Stack

from cdk_appconfig.checks import extension as extensions
from cdk_appconfig.checks import name as names
from cdk_appconfig.checks import quota, rollout
from cdk_appconfig.constructs._agent_needs import AgentNeeds
from cdk_appconfig.constructs._inputs import environment_identity
from cdk_appconfig.constructs._prerequisites import Prerequisites
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.constructs.queue import DeploymentQueue
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aws_cdk.interfaces.aws_appconfig import IApplicationRef
    from constructs import IConstruct

    from cdk_appconfig.constructs._decided import Defaults
    from cdk_appconfig.constructs._prerequisites import DeploymentPlace
    from cdk_appconfig.constructs.deployment import AnyDeployment
    from cdk_appconfig.findings import Finding

__all__ = ["AccountName", "LateDeployments", "Ledger"]

_ATTRIBUTE = "_cdk_appconfig_ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountName:
    """A name that is unique in an account and region, and which these are as far as is known.

    Args:
        name: The name.
        path: Construct path of what has it.
        stack: The stack of that.
    """

    name: str
    path: str
    stack: Stack

    def meets(self, other: AccountName) -> bool | None:
        """Tell whether both are in one account and region; ``None`` if that is open."""
        if self.stack is other.stack:
            return True
        own = (self.stack.account, self.stack.region)
        same = own == (other.stack.account, other.stack.region)
        return None if same and any(map(is_token, own)) else same


class AccountNames:
    """Names of one kind of resource that are taken in accounts and regions.

    Args:
        finding: Makes the finding that a name is taken.
    """

    def __init__(self, finding: Callable[..., Finding]) -> None:
        self._finding = finding
        self._taken: list[AccountName] = []

    def findings(self, new: AccountName) -> list[Finding]:
        """Return the findings that a name is already used.

        An error where both are known to meet in one account and region, a warning where they may.
        What has the same path has its id twice, which is said of it instead.
        """
        return [
            self._finding(new.name, new.path, other.path, certain=meets is True)
            for other in self._taken
            if other.name == new.name
            and other.path != new.path
            and (meets := other.meets(new)) is not False
        ]

    def add(self, new: AccountName) -> None:
        """Note that a name is used from now on."""
        self._taken.append(new)


@jsii.implements(IAspect)
class LateDeployments:
    """Orders the deployments of a stack again when all of them are declared."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def visit(self, node: IConstruct) -> None:
        """Look at the deployments of the stack of a construct."""
        for queue in self._ledger.queues_of(Stack.of(node)):
            queue.place_late_ones()


class Ledger:
    """Names and deployments of one app. Get it with `Ledger.of`."""

    def __init__(self) -> None:
        self.applications = AccountNames(names.application_name_taken)
        self.extensions = AccountNames(extensions.name_taken)
        self._names: dict[tuple[names.Term, str, str], str] = {}
        self._counts: Counter[tuple[names.Term, str]] = Counter()
        self._environments: dict[tuple[str, Stack], str] = {}
        self._queues: dict[Stack, dict[str, DeploymentQueue]] = {}
        self._associations: dict[tuple[str, str], str] = {}
        self.prerequisites = Prerequisites()
        self.agent_needs = AgentNeeds()
        self.defaults: dict[str, Defaults] = {}
        self.strategy_minutes: dict[str, tuple[float, float]] = {}
        self.watched: dict[str, str] = {}
        self.said: list[Finding] = []

    @staticmethod
    def of(scope: IConstruct) -> Ledger:
        """Return the ledger of the app that a construct belongs to; the CDK is asked once."""
        if scope not in _LEDGERS:
            root = place_of(scope).root
            ledger: Ledger | None = getattr(root, _ATTRIBUTE, None)
            if ledger is None:
                ledger = Ledger()
                setattr(root, _ATTRIBUTE, ledger)
            _LEDGERS[scope] = ledger
        return _LEDGERS[scope]

    def add_association(self, extension: str, resource: str, path: str) -> dict[str, str]:
        """Note an association, and return the earlier ones of the extension that act there as well.

        Args:
            extension: Identifier of the extension.
            resource: The ARN's part below ``application``; what is below a resource begins like it.
            path: Construct path of the association.

        Returns:
            Resource → path: of the same resource, of its application, or of what is below it.
        """
        earlier = {
            other: owner
            for (acting, other), owner in self._associations.items()
            if acting == extension
            and (f"{other}/".startswith(f"{resource}/") or f"{resource}/".startswith(f"{other}/"))
        }
        self._associations[extension, resource] = path
        return earlier

    def is_associated(self, extension: str, resource: str) -> bool:
        """Tell whether an extension has been associated with a resource."""
        return (extension, resource) in self._associations

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
        self._counts[term, application_id] += 1

    def quota_findings(
        self, term: names.Term, application_id: str, application: IApplicationRef
    ) -> Iterator[Finding]:
        """Yield the finding that a new part is the first one beyond a quota of its application."""
        count = self._counts[term, application_id] + 1
        return quota.first_beyond(term, count, place_of(application).path)

    def alarm_time_findings(
        self, place: DeploymentPlace, deployment: AnyDeployment
    ) -> list[Finding]:
        """Return the finding that a deployment is over before alarms of its environment can act.

        How long strategies of others take is known to the plugin only.
        """
        environment = self.watched.get(place.environment_id)
        minutes = self.strategy_minutes.get(deployment.deployment_strategy_id)
        if environment is None or minutes is None:
            return []
        where = place_of(place.profile).path
        return list(rollout.alarm_time_findings(minutes, environment, where))

    def environment(self, environment_id: str, stack: Stack) -> str:
        """Return what an environment is known by in a stack, so that two imports of it are one."""
        known = self._environments.get((environment_id, stack))
        if known is None:
            known = environment_identity(environment_id, stack)
            self._environments[environment_id, stack] = known
        return known

    def queue(self, environment_id: str, stack: Stack) -> DeploymentQueue:
        """Return the deployments to an environment within a stack."""
        environment = self.environment(environment_id, stack)
        queues = self._queues.setdefault(stack, {})
        if environment not in queues:
            queues[environment] = DeploymentQueue(stack, environment)
        return queues[environment]

    def queues_of(self, stack: Stack) -> list[DeploymentQueue]:
        """Return the deployments of a stack by environment."""
        return [*self._queues.get(stack, {}).values()]


_LEDGERS: WeakKeyDictionary[IConstruct, Ledger] = WeakKeyDictionary()
