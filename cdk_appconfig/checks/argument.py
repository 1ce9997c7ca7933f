"""Arguments: what was passed where something else is meant."""

from __future__ import annotations

from cdk_appconfig.findings import Check, Finding, shown

__all__ = ["outside_of_stacks", "wrong_argument"]

ARGUMENT = Check(
    id="APPCONFIG425",
    summary="An argument is of another kind than the construct takes",
    rule="a construct knows what to do with arguments of certain kinds, and the CDK would only "
    "complain later and in other words",
    source="https://docs.aws.amazon.com/cdk/v2/guide/work-with-cdk-python.html",
    evidence="documented",
)
OUTSIDE = Check(
    id="APPCONFIG237",
    summary="A resource is to be made outside of a stack",
    rule="resources are deployed by stacks, and an app and its stages hold stacks",
    source="https://docs.aws.amazon.com/cdk/v2/guide/stacks.html",
    evidence="documented",
)


def outside_of_stacks(where: str) -> Finding:
    """Return the finding that a scope is in no stack.

    Args:
        where: Construct path of the scope, or what it is called without one.
    """
    return OUTSIDE.at(
        where,
        message=f"{where} is in no stack",
        found=where,
        fix="pass a stack, or a construct in one",
    )


def wrong_argument(name: str, value: object, wanted: str, where: str) -> Finding:
    """Return the finding that an argument is of another kind than the one that is taken.

    Args:
        name: Name of the argument.
        value: What was passed, or the path of a construct.
        wanted: What is taken, for people.
        where: Construct path, or what was called.
    """
    return ARGUMENT.at(
        where, message=f"{name} is {shown(value)}", found=shown(value), fix=f"pass {wanted}"
    )
