"""What the policies of a role let it do, as far as the app tells.

Nothing is called forbidden that a policy may allow in a way which is not seen.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.value import Holes, Link, Open, is_open

if TYPE_CHECKING:
    from cdk_appconfig.checks.app import Part

__all__ = ["allows", "as_list", "policies_of", "statements_of", "words_of", "written_arn"]

_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy")
_NAMES = {
    "AWS::KMS::Key": "",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SSM::Document": "Name",
    "AWS::SSM::Parameter": "Name",
    "AWS::SecretsManager::Secret": "Name",
}
"""Type → the property that is its name, or part of it."""
_ARNS = {
    ("AWS::KMS::Key", "Arn"): "arn:aws:kms:::key/{}",
    ("AWS::S3::Bucket", "Arn"): "arn:aws:s3:::{}",
    ("AWS::SecretsManager::Secret", None): "arn:aws:secretsmanager:::secret:{}-??????",
    ("AWS::SecretsManager::Secret", "Id"): "arn:aws:secretsmanager:::secret:{}-??????",
}
"""Type and attribute → the ARN that it gives; every other one gives the name."""
_BEFORE_RESOURCE = 5
"""Colons before the part of an ARN that names the resource within its service."""
_MADE_UP = "\0"
"""Stands on both sides of a resource whose name CloudFormation makes up."""
_VARIABLE = re.compile(r"\$\{[^}]*\}")


def allows(role: Part, action: str, arn: str | None = None) -> bool:
    """Tell whether a policy of the app may allow a role something.

    Args:
        role: The role.
        action: What it is to do.
        arn: What it is to do it to, as `written_arn` gives it; anything when left out.
    """
    policies = role.get("Policies") or []
    if not role.app.is_complete or role.get("ManagedPolicyArns") or not isinstance(policies, list):
        return True
    inline = (each.get("PolicyDocument") if isinstance(each, dict) else None for each in policies)
    attached = (each.get("PolicyDocument") for each in policies_of(role))
    return any(_document_allows(each, action, arn) for each in (*inline, *attached))


def _document_allows(document: Any, action: str, arn: str | None) -> bool:
    statements = statements_of(document)
    if statements is None:
        return True
    return any(_statement_allows(each, action, arn) for each in statements)


def _statement_allows(statement: Any, action: str, arn: str | None) -> bool:
    if not isinstance(statement, dict):
        return True
    asked = [statement.get("Effect"), statement.get("Action")]
    if any(map(is_open, asked)) or "NotAction" in statement:
        return True
    if statement.get("Effect") != "Allow":
        return False
    actions = map(str, as_list(statement.get("Action", [])))
    if not any(_matches(action.lower(), each.lower()) for each in actions):
        return False
    resources = as_list(statement.get("Resource", Open("left out")))
    return arn is None or any(_may_be(arn, _written(each)) for each in resources)


def _may_be(arn: str, pattern: str) -> bool:
    """Tell whether a resource of a policy may mean an ARN, whatever account and region it names."""
    of, meant = arn.split(":", _BEFORE_RESOURCE), pattern.split(":", _BEFORE_RESOURCE)
    if len(meant) <= _BEFORE_RESOURCE or (_MADE_UP in of[-1]) != (_MADE_UP in meant[-1]):
        return True
    return _matches(of[2], meant[2]) and _matches(_resource(of[-1]), _resource(meant[-1]))


def _resource(named: str) -> str:
    """Return the last part of an ARN, with one slash after ``parameter`` and any end of secrets."""
    if named.startswith("parameter"):
        return re.sub(rf"^parameter(?=[/{_MADE_UP}])/*", "parameter/", named)
    if named.startswith("secret:"):
        return re.sub(r"-[A-Za-z0-9?]{6}$", "-??????", named)
    return named


def _matches(text: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def written_arn(location: Any, form: str) -> str | None:
    """Return the ARN of what a location names; ``None`` if a part of its name is open.

    Args:
        location: A location of a profile, or an ARN: a value of a resource.
        form: The ARN for a name.
    """
    text = _written(location).partition("://")
    arn = next((part for part in text if part.startswith("arn:")), "")
    arn = arn or form.format(text[2].lstrip("/"))
    return None if "*" in arn.split(":", _BEFORE_RESOURCE)[-1] else arn


def words_of(arn: str) -> str:
    """Return what an ARN names, for people: a made-up name is the logical id."""
    named = re.sub(rf"{_MADE_UP}\d+ (.*?){_MADE_UP}", r"\1", arn.split(":", _BEFORE_RESOURCE)[-1])
    return _resource(named)


def _written(value: Any) -> str:
    """Return a value as text, with ``*`` for each part that is open."""
    if isinstance(value, Holes):
        return "".join(map(_written, value.parts))
    if isinstance(value, Link):
        return _named(value)
    return _VARIABLE.sub("*", value) if isinstance(value, str) else "*"


def _named(link: Link) -> str:
    resource: Part = link.resource
    if resource.type not in _NAMES:
        return "*"
    made_up = f"{_MADE_UP}{id(resource.scope)} {resource.logical_id}{_MADE_UP}"
    has_name = resource.has(_NAMES[resource.type])
    name = _written(resource.get(_NAMES[resource.type])) if has_name else made_up
    return _ARNS.get((resource.type, link.attribute), "{}").format(name)


def policies_of(role: Part) -> list[Part]:
    """Return the policies of the app that name a role."""
    return [policy for type in _POLICIES for policy in role.app.users(role, type)]


def statements_of(document: Any) -> list[Any] | None:
    """Return the statements of a policy document; ``None`` if they are open."""
    if not isinstance(document, dict):
        return None
    statements = document.get("Statement")
    return None if statements is None or isinstance(statements, Open) else as_list(statements)


def as_list(value: Any) -> list[Any]:
    """Return a list of what a policy may write as one value."""
    return value if isinstance(value, list) else [value]
