"""Names of applications, environments and configuration profiles, and descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cdk_appconfig.checks.listed import (
    APPLICATION,
    DEPLOYMENT,
    ENVIRONMENT,
    EXTENSION,
    PROFILE,
    RUN,
    STRATEGY,
    VERSION,
    Listed,
)
from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.checks.app import Part

__all__ = [
    "LISTED",
    "Term",
    "application_name_taken",
    "description_findings",
    "id_taken",
    "name_taken",
    "scope_id_taken",
    "text_findings",
]

Term = Literal["application", "environment", "configuration profile", "deployment strategy"]

_LONGEST: dict[Term, limits.Limit] = {
    "application": limits.APPLICATION_NAME,
    "environment": limits.ENVIRONMENT_NAME,
    "configuration profile": limits.PROFILE_NAME,
    "deployment strategy": limits.DEPLOYMENT_STRATEGY_NAME,
}

NAME_TWICE = Check(
    id="APPCONFIG200",
    summary="A name is used twice in one application",
    rule="AppConfig refuses a second environment or configuration profile of one name in an "
    "application",
    source=limits.ENVIRONMENT_NAME.source,
    evidence="captured",
)
APPLICATION_NAME_TWICE = Check(
    id="APPCONFIG204",
    summary="Two applications have the same name",
    rule="AppConfig refuses a second application of one name in an account and region",
    source=limits.APPLICATION_NAME.source,
    evidence="captured",
)
APPLICATION_NAME_MAYBE_TWICE = Check(
    id="APPCONFIG205",
    summary="Two applications of the same name may meet in one account and region",
    rule="AppConfig refuses a second application of one name in an account and region, and stacks "
    "without an env can be deployed to any",
    source=limits.APPLICATION_NAME.source,
    evidence="captured",
    severity="warning",
)
ID_TWICE = Check(
    id="APPCONFIG203",
    summary="A construct id is used twice in one scope",
    rule="construct ids are unique within their scope, and an application is the scope of the "
    "environments and profiles that are added to it",
    source="https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html",
    evidence="documented",
)
NAME_LENGTH = Check(
    id="APPCONFIG201",
    summary="A name is empty or too long",
    rule="the name of an application, an environment or a deployment strategy has 1 to "
    f"{limits.ENVIRONMENT_NAME} characters, that of a configuration profile 1 to "
    f"{limits.PROFILE_NAME}",
    source=limits.ENVIRONMENT_NAME.source,
    evidence="schema",
)
DESCRIPTION = Check(
    id="APPCONFIG202",
    summary="A description is too long",
    rule=f"a description has at most {limits.DESCRIPTION} characters",
    source=limits.DESCRIPTION.source,
    evidence="schema",
)


_LEFT_OUT = "leave application_name out, so that the construct path is the name"


def text_findings(term: Term, name: str, description: str | None, where: str) -> Iterator[Finding]:
    """Yield what is wrong with the name and the description of a resource.

    Args:
        term: What is named.
        name: Its name.
        description: Its description, if it has one.
        where: Construct path or logical id.
    """
    yield from name_findings(term, name, where)
    yield from description_findings(description, where)


def description_findings(description: str | None, where: str) -> Iterator[Finding]:
    """Yield the finding that a description is too long.

    Args:
        description: The description, if there is one.
        where: Construct path or logical id.
    """
    if (
        description is not None
        and not is_token(description)
        and len(description) > limits.DESCRIPTION
    ):
        yield DESCRIPTION.at(
            where,
            message=f"the description has {len(description)} characters",
            found=shown(description),
            fix="shorten it",
        )


def name_findings(term: Term, name: str, where: str) -> Iterator[Finding]:
    """Yield the finding that a name is empty or too long for what it names."""
    longest = _LONGEST[term]
    if not is_token(name) and not 1 <= len(name) <= longest:
        yield NAME_LENGTH.at(
            where,
            message=f"the name of the {term} has {len(name)} characters",
            found=shown(name),
            fix=f"use 1 to {longest} characters",
        )


def name_taken(term: Term, name: str, where: str, owner: str, *, fix: str | None = None) -> Finding:
    """Return the finding that another resource of the application already has this name.

    Args:
        term: What is named.
        name: The name.
        where: Construct path of the second one.
        owner: Construct path of the first one.
        fix: What to do about it. Left out, it is what a user of the constructs does.
    """
    return NAME_TWICE.at(
        where,
        message=f"the {term} name {name!r} is already used by {owner}",
        found=shown(name),
        fix=fix or f"give one of the two another name with {term.replace(' ', '_')}_name=…",
    )


def id_taken(term: Term, id: str, where: str) -> Finding:
    """Return the finding that the application already has a construct with this id.

    Args:
        term: What is added.
        id: The construct id.
        where: Construct path of the second one.
    """
    return ID_TWICE.at(
        where,
        message=f"the application already has a construct with the id {id!r}",
        found=shown(id),
        fix=f"use another id; the name of the {term} can still be {id!r}, with "
        f"{term.replace(' ', '_')}_name={id!r}",
    )


def scope_id_taken(id: str, scope: str, where: str) -> Finding:
    """Return the finding that any other scope already has a construct with this id.

    Args:
        id: The construct id.
        scope: Path of the scope.
        where: Construct path of the second one.
    """
    return ID_TWICE.at(
        where,
        message=f"{scope} already has a construct with the id {id!r}",
        found=shown(id),
        fix="use another id",
    )


def application_name_taken(
    name: str, where: str, owner: str, *, certain: bool, fix: str | None = None
) -> Finding:
    """Return the finding that another application of the app has the same name.

    Args:
        name: The name.
        where: Construct path of the second application.
        owner: Construct path of the first one.
        certain: Whether both are known to be in one account and region.
        fix: What to do about it. Left out, it is what a user of the constructs does.
    """
    check = APPLICATION_NAME_TWICE if certain else APPLICATION_NAME_MAYBE_TWICE
    if fix is not None and not certain:
        fix = f"{fix}, or give the stacks an env"
    return check.at(
        where,
        message=f"the application name {name!r} is already used by {owner}",
        found=shown(name),
        fix=fix or (_LEFT_OUT if certain else f"{_LEFT_OUT}, or give the stacks an env"),
    )


_OTHER_NAME = "give one of the two another Name"
_TERMS: dict[str, Term] = {
    APPLICATION: "application",
    ENVIRONMENT: "environment",
    PROFILE: "configuration profile",
    STRATEGY: "deployment strategy",
}


def resource_text_findings(resource: Part) -> Iterator[Finding]:
    """Yield what is wrong with the name and the description of a resource."""
    name, term = resource.text("Name"), _TERMS.get(resource.type)
    if name is not None and term is not None:
        yield from name_findings(term, name, "$.Name")
    yield from description_findings(resource.text("Description"), "$.Description")


def sibling_findings(resource: Part) -> Iterator[Finding]:
    """Yield the finding that a sibling of the same application has the same name."""
    name = resource.text("Name")
    if name is None or resource.get("ApplicationId") is None:
        return
    for other in resource.app.sharing(resource, "Name", "ApplicationId", anywhere=True):
        if other is resource:
            return
        if other.certainly_with(resource):
            term = _TERMS[resource.type]
            yield name_taken(term, name, "$.Name", other.where, fix=_OTHER_NAME)
            return


def application_name_findings(application: Part) -> Iterator[Finding]:
    """Yield the finding that another application has the same name."""
    name = application.text("Name")
    for other in application.app.named(APPLICATION, name) if name is not None else ():
        if other is application:
            return
        meet = application.meets(other)
        if meet is not False and other.certainly_with(application):
            yield application_name_taken(
                name or "", "$.Name", other.where, certain=meet is True, fix=_OTHER_NAME
            )
            return


LISTED = (
    *(
        Listed(type, resource_text_findings, (NAME_LENGTH, DESCRIPTION), ("Name", "Description"))
        for type in (*_TERMS, DEPLOYMENT, VERSION, EXTENSION, RUN)
    ),
    *(Listed(type, sibling_findings, (NAME_TWICE,), ("Name",)) for type in (ENVIRONMENT, PROFILE)),
    Listed(
        APPLICATION,
        application_name_findings,
        (APPLICATION_NAME_TWICE, APPLICATION_NAME_MAYBE_TWICE),
        ("Name",),
    ),
)
