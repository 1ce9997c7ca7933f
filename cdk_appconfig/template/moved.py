"""Resources that get another logical id or another stack while they keep their name.

To CloudFormation such a resource is a new one, which it creates before it deletes the old one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.template.scope import Target
from cdk_appconfig.template.site import APPLICATION, EXTENSION, NAMED

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from cdk_appconfig.template.site import Site
    from cdk_appconfig.template.stack_template import StackTemplate
    from cdk_appconfig.template.update import Update

__all__ = ["moved_findings"]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"

MOVED = Check(
    id="APPCONFIG351",
    summary="An update moves a named resource to another logical id",
    rule="a resource with another logical id is a new one, CloudFormation creates it before it "
    "deletes the old one, and AppConfig refuses a second resource of one name",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-updating-stacks-update-behaviors.html",
    evidence="captured",
)
MOVED_BETWEEN_STACKS = Check(
    id="APPCONFIG352",
    summary="A named resource moves to another stack and keeps its name",
    rule="AppConfig refuses a second application of one name in an account and region, and a "
    "second environment or profile of one name in an application, so that the stack that gives it "
    "away must be deployed before the stack that gets it",
    source=f"{_API}/API_CreateApplication.html",
    evidence="captured",
    severity="warning",
)
EXTENSION_MOVED = Check(
    id="APPCONFIG356",
    summary="An extension moves and keeps its name",
    rule="AppConfig knows an extension by its name: it answers the creation of the same one with "
    "the one there is and refuses another one, and deleting the old resource then deletes what "
    "both stand for",
    source=f"{_API}/API_CreateExtension.html",
    evidence="inferred",
    severity="warning",
)


def moved_findings(update: Update, sites: Sequence[Site]) -> Iterator[Finding]:
    """Yield resources whose name another resource still has when they are created.

    Args:
        update: The stacks before and after.
        sites: Its resources.
    """
    gone = [site for site in sites if site.certainly("removed")]
    for site in sites:
        if site.type in (*NAMED, EXTENSION) and site.effect.certain and _takes_a_name(site):
            for old in gone:
                if old.type == site.type and _one_name(update, old, site):
                    yield _finding(update, old, site)


def _takes_a_name(site: Site) -> bool:
    renamed = any(cause.property == "Name" and cause.certain for cause in site.effect.causes)
    return site.effect.kind == "added" or renamed


def _one_name(update: Update, old: Site, new: Site) -> bool:
    """Tell whether two resources have one name, and have it in one place."""
    if old.pair is new.pair:
        comparison = update.comparison(new.pair)
        verdicts = (
            comparison.verdict(old.get(name), new.get(name)) for name in ("Name", "ApplicationId")
        )
        return all(verdict.outcome == "same" for verdict in verdicts)
    name = _identity(update, old.pair.before, old.get("Name"))
    if name is None or name != _identity(update, new.pair.after, new.get("Name")):
        return False
    if new.type in {APPLICATION, EXTENSION}:
        return old.pair.stack.environment == new.pair.stack.environment
    application = _identity(update, old.pair.before, old.get("ApplicationId"))
    same = application == _identity(update, new.pair.after, new.get("ApplicationId"))
    return application is not None and same


def _identity(update: Update, stack: StackTemplate | None, value: Any) -> Hashable:
    """Return what is equal before and after for one value, or ``None`` if that is not known."""
    node = update.scope(stack).resolve(value).node if stack else None
    if isinstance(node, str):
        return node
    if not isinstance(node, Target) or node.attribute is not None:
        return None
    pair = update.pair_of(node.scope.stack)
    if update.effect(pair, node.logical_id).kind not in {"unchanged", "updated"}:
        return None
    return id(pair), node.logical_id


def _root(update: Update, site: Site) -> int:
    """Return what is equal for resources that one deployment updates together."""
    stack = site.pair.stack
    while stack.parent is not None:
        stack = stack.parent
    return id(update.pair_of(stack))


def _finding(update: Update, old: Site, new: Site) -> Finding:
    if new.type == EXTENSION:
        return _moved(EXTENSION_MOVED, old, new)
    if _root(update, old) == _root(update, new):
        return _moved(MOVED, old, new)
    return MOVED_BETWEEN_STACKS.at(
        new.where,
        message=f"the {new.named} moves from the stack {old.pair.stack.name} to "
        f"{new.pair.stack.name} and keeps its name",
        found=shown(new.get("Name")),
        fix=f"deploy {old.pair.stack.name} first, or give it another name",
    )


def _moved(check: Check, old: Site, new: Site) -> Finding:
    return check.at(
        new.where,
        message=f"the {new.named} moves from {old.place} to {new.place} and keeps its name",
        found=shown(new.resource.logical_id),
        fix=f"keep the construct where it was, or its logical id {old.resource.logical_id!r} "
        "(override_logical_id), or give it another name",
    )
