"""References to resources that exist already: ids and ARNs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Referred", "arn_findings", "arn_unknown", "id_findings", "not_deployable"]

Referred = Literal[
    "application",
    "environment",
    "configuration profile",
    "deployment strategy",
    "extension",
    "extension association",
]
"""What can be referred to by its id or its ARN."""

_ARTICLES: dict[Referred, str] = {
    "application": "an",
    "environment": "an",
    "configuration profile": "a",
    "deployment strategy": "a",
    "extension": "an",
    "extension association": "an",
}
_FORMS: dict[Referred, str] = {
    "application": "application/<id>",
    "environment": "application/<id>/environment/<id>",
    "configuration profile": "application/<id>/configurationprofile/<id>",
    "deployment strategy": "deploymentstrategy/<id>",
    "extension": "extension/<id>/<version>",
    "extension association": "extensionassociation/<id>",
}
_ARNS: dict[Referred, re.Pattern[str]] = {
    term: re.compile(
        "arn:[^:]*:appconfig:[^:]*:[^:]*:"
        + form.replace("/<version>", "(/<id>)?").replace("<id>", "[^/]+")
    )
    for term, form in _FORMS.items()
}

ID = Check(
    id="APPCONFIG453",
    summary="The id of a resource that exists already is none that AppConfig gives",
    rule="the id of an application, an environment, a profile, an extension or an association "
    f"{limits.RESOURCE_ID.words}",
    source=limits.RESOURCE_ID.source,
    evidence=limits.RESOURCE_ID.evidence,
)
ARN = Check(
    id="APPCONFIG454",
    summary="The ARN of a resource that exists already is none of its kind",
    rule="the ARN of a resource holds its id, and below an application that of the application",
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "list_awsappconfig.html",
    evidence="documented",
)

ARN_UNKNOWN = Check(
    id="APPCONFIG443",
    summary="The ARN of an extension is asked for, and only its name is known",
    rule="AppConfig takes the name of an extension in an association; the ARN holds its id",
    source="https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
    "API_CreateExtensionAssociation.html",
    evidence="documented",
)

NOT_DEPLOYABLE = Check(
    id="APPCONFIG447",
    summary="A configuration profile that exists already is deployed",
    rule="deployments and versions are declared beside their profile, which knows their order, its "
    "validators and its key; of an imported one only the id is known",
    source="https://docs.aws.amazon.com/cdk/v2/guide/resources.html",
    evidence="documented",
)

_BY_ID = "pass the id, not the name: AppConfig shows it next to the name"
_BY_NAME = "pass the id, or use from_extension_name for a name"


def id_findings(term: Referred, id: str, where: str) -> Iterator[Finding]:
    """Yield the finding that no resource can have this id.

    Args:
        term: What is referred to.
        id: Its id.
        where: Construct path of the reference.
    """
    if not is_token(id) and not limits.RESOURCE_ID.matches(id):
        yield ID.at(
            where,
            message=f"{shown(id)} is not the id of {_ARTICLES[term]} {term}",
            found=shown(id),
            fix=_BY_NAME if term == "extension" else _BY_ID,
        )


def arn_findings(term: Referred, arn: str, where: str) -> Iterator[Finding]:
    """Yield the finding that no resource can have this ARN.

    Args:
        term: What is referred to.
        arn: Its ARN.
        where: Construct path of the reference.
    """
    if not is_token(arn) and not _ARNS[term].fullmatch(arn):
        yield ARN.at(
            where,
            message=f"{shown(arn)} is not the ARN of {_ARTICLES[term]} {term}",
            found=shown(arn),
            fix=f"pass one that ends in {_FORMS[term]}",
        )


def arn_unknown(name: str, where: str) -> Finding:
    """Return the finding that the ARN of an extension follows from its id, not from its name.

    Args:
        name: Name of the extension.
        where: Construct path of the reference.
    """
    return ARN_UNKNOWN.at(
        where,
        message=f"the ARN of the extension {shown(name)} is not known",
        found=shown(name),
        fix="use from_extension_arn or from_extension_id",
    )


def not_deployable(where: str) -> Finding:
    """Return the finding that a profile which exists already is deployed.

    Args:
        where: Construct path of the reference.
    """
    return NOT_DEPLOYABLE.at(
        where,
        message="the profile exists already: it is there for permissions, agents and extensions",
        found=where,
        fix="call deploy where the profile is made, take the profile over as docs/adopting.md "
        "says, or make CfnHostedConfigurationVersion and CfnDeployment of aws_appconfig",
    )
