"""Questions to the construct tree, answered in JavaScript: one call each, where the CDK needs more.

What is called is in ``javascript/``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

import jsii

import cdk_appconfig.constructs._jsii as _loaded  # noqa: F401  # the class below is in there

if TYPE_CHECKING:
    from aws_cdk import CfnResource, Stack
    from aws_cdk import aws_appconfig as l1
    from constructs import IConstruct

__all__ = ["Place", "deployments_of_others", "environment_of", "place_of", "refuse_circle"]


class _Tree(metaclass=jsii.JSIIMeta, jsii_type="cdk-appconfig.Tree"):
    """Where the questions are."""


class _Circle(metaclass=jsii.JSIIMeta, jsii_type="cdk-appconfig.Circle"):
    """What refuses circles."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a construct is, which never changes.

    Args:
        id: Its construct id.
        path: Its construct path.
        root: The root of its tree.
        stack: Its stack; ``None`` outside of one.
    """

    id: str
    path: str
    root: IConstruct
    stack: Stack | None


_PLACES: WeakKeyDictionary[IConstruct, Place] = WeakKeyDictionary()


def place_of(construct: IConstruct) -> Place:
    """Return where a construct is; the CDK is asked once."""
    place = _PLACES.get(construct)
    if place is None:
        place = Place(*jsii.sinvoke(_Tree, "placeOf", [construct]))
        _PLACES[construct] = place
    return place


def environment_of(token: str) -> str | None:
    """Return the path of the environment's L1 that a token refers to, if it refers to one."""
    return cast("str | None", jsii.sinvoke(_Tree, "environmentOf", [token]))


def deployments_of_others(stack: Stack) -> list[l1.CfnDeployment]:
    """Return the deployments of L1 and L2 constructs in a stack, without those of nested stacks."""
    return cast("list[l1.CfnDeployment]", jsii.sinvoke(_Tree, "deploymentsOfOthers", [stack]))


def refuse_circle(resource: CfnResource, text: str) -> None:
    """Let synthesis fail if a resource waits for itself, by whatever is declared in its stack.

    Args:
        resource: The resource.
        text: What to say, with ``{way}`` where the way from the resource back to itself goes.
    """
    jsii.sinvoke(_Circle, "refuse", [resource, text])
