"""Values of a resource as the checks read them: known, open, or a resource of the app.

A value is plain data where it is known. An `Open` stands for what is known at deployment only, a
`Link` for a resource, `Holes` for a text with either in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.record import Record

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

__all__ = ["Holes", "Link", "Open", "certainly_differ", "is_open", "links", "pattern_of"]


class Open(Record):
    """A value that is known at deployment only.

    Args:
        key: What is equal for two that are one value.
        optional: Whether it may turn out not to be there.
    """

    key: Hashable
    optional: bool = False

    def __eq__(self, other: object) -> bool:
        """Compare by the key alone."""
        return self.key == other.key if isinstance(other, Open) else NotImplemented

    def __hash__(self) -> int:
        """Hash by the key alone."""
        return hash(self.key)


class Link(Record):
    """What a resource of the app will be called by AWS.

    Args:
        resource: The resource, a ``Part`` of the app.
        attribute: What ``Fn::GetAtt`` asks for; ``None`` for what ``Ref`` gives.
    """

    resource: Any
    attribute: str | None = None


class Holes(Record):
    """A text with holes: literal parts, and what goes between them."""

    parts: tuple[str | Open | Link, ...]


def is_open(value: Any) -> bool:
    """Tell whether a value, or anything in it, is known at deployment only."""
    if isinstance(value, (Open, Link, Holes)):
        return True
    if isinstance(value, dict):
        return any(map(is_open, value.values()))
    return isinstance(value, list) and any(map(is_open, value))


def pattern_of(value: Any) -> str | None:
    r"""Return a text with a NUL for each hole; ``None`` when it is no text.

    Example:
        >>> pattern_of(Holes(("arn:", Open("partition"), ":ssm")))
        'arn:\x00:ssm'
    """
    if isinstance(value, Holes):
        return "".join(part if isinstance(part, str) else "\0" for part in value.parts)
    return value if isinstance(value, str) else None


def certainly_differ(one: Any, other: Any) -> bool:
    """Tell whether two values are two whatever the deployment will bring.

    Example:
        >>> certainly_differ("a", "b"), certainly_differ("a", Open("b"))
        (True, False)
    """
    if isinstance(one, Link) and isinstance(other, Link):
        return one.resource is not other.resource
    return not is_open(one) and not is_open(other) and one != other


def links(value: Any) -> Iterator[Link]:
    """Yield every resource that a value names."""
    if isinstance(value, Link):
        yield value
    elif isinstance(value, Holes):
        for part in value.parts:
            yield from links(part)
    elif isinstance(value, (list, dict)):
        for item in value if isinstance(value, list) else value.values():
            if not isinstance(item, str):  # most values are texts, which name nothing
                yield from links(item)
