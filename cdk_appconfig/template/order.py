"""The order in which resources can be looked at: what is referred to comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.template.reference import referenced_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cdk_appconfig.template.stack_pair import StackPair

__all__ = ["in_order_of_reference", "targets_first"]


def in_order_of_reference(pair: StackPair) -> list[str]:
    """Return the logical ids of a stack, each after those it refers to before or after.

    Resources that refer to each other in a circle, which CloudFormation refuses, come in any order.
    """
    targets = {
        logical_id: [
            name
            for resource in pair.resource(logical_id)
            if resource is not None
            for name in referenced_names(resource.properties)
        ]
        for logical_id in pair.logical_ids
    }
    return list(targets_first(targets))


def targets_first(targets: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield each name of a graph once, after everything it leads to, without recursion.

    Args:
        targets: What each name leads to; names that are no keys are left out.

    Example:
        >>> list(targets_first({"a": ["b", "x"], "b": ["c"], "c": []}))
        ['c', 'b', 'a']
    """
    done: set[str] = set()
    for start in targets:
        path = [(start, iter(targets[start]))] if start not in done else []
        done.add(start)
        while path:
            name, rest = path[-1]
            following = next((one for one in rest if one in targets and one not in done), None)
            if following is None:
                path.pop()
                yield name
            else:
                done.add(following)
                path.append((following, iter(targets[following])))
