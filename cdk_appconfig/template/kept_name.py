"""Updates that fail because a new resource takes a name before the old one lets go of it.

CloudFormation creates a replacement, and what is new, before it deletes what is old. AppConfig
refuses a second resource of one name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.template.reference import ABSENT
from cdk_appconfig.template.version import VERSION, may_share_a_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.effect import Effect
    from cdk_appconfig.template.stack_pair import StackPair
    from cdk_appconfig.template.update import Update

__all__ = ["kept_name_findings"]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_BEHAVIORS = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-updating-stacks-update-behaviors.html"
)

REPLACED = Check(
    id="APPCONFIG350",
    summary="An update replaces a named resource that keeps its name",
    rule="CloudFormation creates the replacement before it deletes what it replaces, and AppConfig "
    "refuses a second configuration profile of one name in an application",
    source=_BEHAVIORS,
    evidence="captured",
)
MOVED = Check(
    id="APPCONFIG351",
    summary="An update moves a named resource to another logical id",
    rule="a resource with another logical id is a new one, CloudFormation creates it before it "
    "deletes the old one, and AppConfig refuses a second resource of one name",
    source=_BEHAVIORS,
    evidence="captured",
)
MOVED_BETWEEN_STACKS = Check(
    id="APPCONFIG352",
    summary="An application moves to another stack and keeps its name",
    rule="AppConfig refuses a second application of one name in an account and region, so that the "
    "stack that gives it away must be deployed before the stack that gets it",
    source=f"{_API}/API_CreateApplication.html",
    evidence="captured",
    severity="warning",
)
LABEL = Check(
    id="APPCONFIG353",
    summary="An update replaces a version that keeps its label",
    rule="CloudFormation creates the new version before it deletes the old one, and AppConfig "
    "refuses a label that a version of the profile already has",
    source=f"{_API}/API_CreateHostedConfigurationVersion.html",
    evidence="captured",
)
LATEST_VERSION = Check(
    id="APPCONFIG354",
    summary="An update replaces a version that keeps its LatestVersionNumber",
    rule="LatestVersionNumber must be the number of the latest version there is, and the version "
    "that is replaced was made on top of it",
    source=f"{_API}/API_CreateHostedConfigurationVersion.html",
    evidence="inferred",
)

_TERMS = {
    "AWS::AppConfig::Application": "application",
    "AWS::AppConfig::Environment": "environment",
    "AWS::AppConfig::ConfigurationProfile": "configuration profile",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Site:
    """One resource on one side of an update."""

    pair: StackPair
    logical_id: str
    resource: Declaration
    effect: Effect

    @property
    def type(self) -> str:
        return self.resource.type

    @property
    def where(self) -> str:
        return self.resource.path or self.logical_id

    @property
    def place(self) -> str:
        """The logical id, and the construct path if there is one."""
        path = self.where
        return path if path == self.logical_id else f"{self.logical_id} ({path})"

    def get(self, name: str) -> Any:
        return self.resource.get(name)

    @property
    def named(self) -> str:
        """The term and the name, as a message begins with them."""
        name = self.get("Name")
        return f"{_TERMS[self.type]} {name!r}" if isinstance(name, str) else _TERMS[self.type]


def kept_name_findings(update: Update) -> Iterator[Finding]:
    """Yield what makes an update fail at AWS.

    Args:
        update: The stacks before and after.
    """
    sites = [site for pair in update.pairs for site in _sites(update, pair)]
    gone = [site for site in sites if site.effect.kind == "removed"]
    for site in sites:
        if site.effect.kind == "replaced" and site.effect.certain:
            yield from _replaced(update, site)
        if site.type in _TERMS and site.effect.certain and _takes_a_name(site):
            yield from _moved(update, site, gone)


def _sites(update: Update, pair: StackPair) -> Iterator[_Site]:
    for logical_id, effect in update.effects(pair).items():
        old, new = pair.resource(logical_id)
        resource = new or old
        if resource is not None and resource.type.startswith("AWS::AppConfig::"):
            yield _Site(pair, logical_id, resource, effect)


def _takes_a_name(site: _Site) -> bool:
    renamed = any(cause.property == "Name" and cause.certain for cause in site.effect.causes)
    return site.effect.kind == "added" or renamed


def _replaced(update: Update, site: _Site) -> Iterator[Finding]:
    same = {
        name: update.property(site.pair, site.logical_id, name).outcome == "same"
        and site.get(name) is not ABSENT
        for name in ("ApplicationId", "Name", "VersionLabel", "LatestVersionNumber")
    }
    if site.type in _TERMS and same["Name"] and same["ApplicationId"]:
        yield _replaced_finding(site)
    if site.type == VERSION and same["ApplicationId"]:
        profile = update.property(site.pair, site.logical_id, "ConfigurationProfileId")
        old, new = site.pair.resource(site.logical_id)
        one_number = old is not None and new is not None and may_share_a_number(old, new)
        if profile.outcome == "same" and not one_number:
            yield from _version_findings(site, same)


def _replaced_finding(site: _Site) -> Finding:
    reasons = [cause.property for cause in site.effect.causes if cause.replaces]
    return REPLACED.at(
        site.where,
        message=f"the {site.named} is replaced because of {' and '.join(reasons)} and keeps its "
        "name",
        found=shown(site.get("Name")),
        fix="give it another name with the same change",
    )


def _version_findings(site: _Site, same: Mapping[str, bool]) -> Iterator[Finding]:
    if same["VersionLabel"]:
        label = shown(site.get("VersionLabel"))
        yield LABEL.at(
            site.where,
            message=f"the version is replaced and keeps its label {label}",
            found=label,
            fix="leave VersionLabel out, or change it with the content",
        )
    if same["LatestVersionNumber"]:
        number = shown(site.get("LatestVersionNumber"))
        yield LATEST_VERSION.at(
            site.where,
            message=f"the version is replaced and keeps LatestVersionNumber {number}",
            found=number,
            fix="leave LatestVersionNumber out",
        )


def _moved(update: Update, site: _Site, gone: list[_Site]) -> Iterator[Finding]:
    for old in gone:
        if old.type != site.type or not old.effect.certain:
            continue
        if old.pair is site.pair:
            comparison = update.comparison(site.pair)
            verdicts = [
                comparison.verdict(old.get(name), site.get(name))
                for name in ("Name", "ApplicationId")
            ]
            if all(verdict.outcome == "same" for verdict in verdicts):
                yield _moved_finding(site, old)
        elif _one_application_name(old, site):
            yield _between_stacks_finding(site, old)


def _one_application_name(old: _Site, new: _Site) -> bool:
    name = new.get("Name")
    places = {site.pair.stack.environment for site in (old, new)}
    alike = new.type == "AWS::AppConfig::Application" and len(places) == 1
    return alike and isinstance(name, str) and name == old.get("Name")


def _moved_finding(site: _Site, old: _Site) -> Finding:
    return MOVED.at(
        site.where,
        message=f"the {site.named} moves from {old.place} to {site.place} and keeps its name",
        found=shown(site.logical_id),
        fix=f"keep the construct where it was, or its logical id {old.logical_id!r} "
        "(override_logical_id), or give it another name",
    )


def _between_stacks_finding(site: _Site, old: _Site) -> Finding:
    return MOVED_BETWEEN_STACKS.at(
        site.where,
        message=f"the {site.named} moves from the stack {old.pair.stack.name} to "
        f"{site.pair.stack.name} and keeps its name",
        found=shown(site.get("Name")),
        fix=f"deploy {old.pair.stack.name} first, or give it another name",
    )
