"""References to resources that exist already: ids and ARNs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Referred", "arn_findings", "id_findings"]

Referred = Literal["application", "environment", "configuration profile"]
"""What can be referred to by its id or its ARN."""

_ARTICLES: dict[Referred, str] = {
    "application": "an",
    "environment": "an",
    "configuration profile": "a",
}
_ARNS: dict[Referred, tuple[str, re.Pattern[str]]] = {
    "application": (
        "application/<id>",
        re.compile(r"arn:[^:]*:appconfig:[^:]*:[^:]*:application/[^/]+"),
    ),
    "environment": (
        "application/<id>/environment/<id>",
        re.compile(r"arn:[^:]*:appconfig:[^:]*:[^:]*:application/[^/]+/environment/[^/]+"),
    ),
    "configuration profile": (
        "application/<id>/configurationprofile/<id>",
        re.compile(r"arn:[^:]*:appconfig:[^:]*:[^:]*:application/[^/]+/configurationprofile/[^/]+"),
    ),
}

ID = Check(
    id="APPCONFIG453",
    summary="The id of a resource that exists already is none that AppConfig gives",
    rule=f"the id of an application, an environment or a profile {limits.RESOURCE_ID.words}",
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
            fix="pass the id, not the name: AppConfig shows it next to the name",
        )


def arn_findings(term: Referred, arn: str, where: str) -> Iterator[Finding]:
    """Yield the finding that no resource can have this ARN.

    Args:
        term: What is referred to.
        arn: Its ARN.
        where: Construct path of the reference.
    """
    form, pattern = _ARNS[term]
    if not is_token(arn) and not pattern.fullmatch(arn):
        yield ARN.at(
            where,
            message=f"{shown(arn)} is not the ARN of {_ARTICLES[term]} {term}",
            found=shown(arn),
            fix=f"pass one that ends in {form}",
        )
