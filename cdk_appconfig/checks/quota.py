"""Quotas: how much of a kind one account, region or application holds by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.checks.listed import (
    APPLICATION,
    ENVIRONMENT,
    EXPERIMENT,
    PROFILE,
    STRATEGY,
    Listed,
)
from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.checks.name import Term

__all__ = ["LISTED", "first_beyond"]


def _quota(id: str, of: str, holds: str, limit: limits.Limit) -> Check:
    return Check(
        id=id,
        summary=f"{of} has more {limit.unit} than its quota allows",
        rule=f"{holds} at most {limit} {limit.unit}, unless the quota of the account was raised",
        source=limit.source,
        evidence=limit.evidence,
        severity="warning",
    )


_ACCOUNT = "an account holds in a region"
_ONE = "an application holds"
APPLICATIONS = _quota("APPCONFIG294", "An account", _ACCOUNT, limits.APPLICATIONS)
STRATEGIES = _quota("APPCONFIG295", "An account", _ACCOUNT, limits.DEPLOYMENT_STRATEGIES)
ENVIRONMENTS = _quota("APPCONFIG296", "An application", _ONE, limits.ENVIRONMENTS)
PROFILES = _quota("APPCONFIG297", "An application", _ONE, limits.CONFIGURATION_PROFILES)
EXPERIMENTS = _quota("APPCONFIG298", "An application", _ONE, limits.EXPERIMENT_DEFINITIONS)

_PER_ACCOUNT = {
    APPLICATION: (APPLICATIONS, limits.APPLICATIONS),
    STRATEGY: (STRATEGIES, limits.DEPLOYMENT_STRATEGIES),
}
_PER_APPLICATION = {
    ENVIRONMENT: (ENVIRONMENTS, limits.ENVIRONMENTS),
    PROFILE: (PROFILES, limits.CONFIGURATION_PROFILES),
    EXPERIMENT: (EXPERIMENTS, limits.EXPERIMENT_DEFINITIONS),
}
_TYPES: dict[Term, str] = {"environment": ENVIRONMENT, "configuration profile": PROFILE}


def account_findings(resource: Part) -> Iterator[Finding]:
    """Yield the finding at the first resource of a stack that is beyond a quota of the account."""
    check, limit = _PER_ACCOUNT[resource.type]
    alike = resource.app.alike(resource)
    if len(alike) > limit and alike[limit] is resource:
        yield _finding(check, limit, len(alike), "$")


def application_findings(application: Part) -> Iterator[Finding]:
    """Yield the findings that an application has more parts than its quotas allow."""
    for type, (check, limit) in _PER_APPLICATION.items():
        parts = application.app.users(application, type)
        certain = [part for part in parts if part.condition is None]
        if len(certain) > limit:
            yield _finding(check, limit, len(certain), "$")


def first_beyond(term: Term, count: int, where: str) -> Iterator[Finding]:
    """Yield the finding that a new part of an application is the first one beyond a quota.

    Args:
        term: What is added: an environment or a configuration profile.
        count: How many the application has then.
        where: Construct path of the application.
    """
    check, limit = _PER_APPLICATION[_TYPES[term]]
    if count == limit + 1:
        yield _finding(check, limit, count, where)


def _finding(check: Check, limit: limits.Limit, count: int, where: str) -> Finding:
    holder = "the application" if check in {ENVIRONMENTS, PROFILES, EXPERIMENTS} else "the stack"
    fix = "ask AWS for a higher quota, or keep fewer"
    if check is STRATEGIES:
        fix = "use predefined strategies, such as AppConfig.Canary10Percent20Minutes, or share one"
    return check.at(
        where,
        message=f"{holder} has {count} {limit.unit}",
        found=str(count),
        fix=fix,
    )


LISTED = (
    Listed(APPLICATION, account_findings, (APPLICATIONS,)),
    Listed(STRATEGY, account_findings, (STRATEGIES,)),
    Listed(APPLICATION, application_findings, (ENVIRONMENTS, PROFILES, EXPERIMENTS)),
)
