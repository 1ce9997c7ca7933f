"""What makes the values of this package values: a mapping that cannot change, a short ``repr``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

__all__ = ["FrozenMapping", "call_repr"]

K = TypeVar("K")
V = TypeVar("V")


class FrozenMapping(Mapping[K, V], Generic[K, V]):
    """A read-only copy of a mapping: it can be hashed, copied and pickled, and prints as a dict.

    Args:
        items: What to copy. Later changes to it do not show.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V:
        """Return the value of a key."""
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        """Iterate over the keys, in the order they were given."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Hash by content, whatever the order."""
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        """Print as the dict a user would type."""
        return repr(self._items)


def call_repr(value: Any) -> str:
    """Return a dataclass as the call a user would type: what is left at its default is left out."""
    arguments = [
        (field.name if field.kw_only else None, getattr(value, field.name))
        for field in fields(value)
        if field.init and not _same(getattr(value, field.name), field.default)
    ]
    words = [repr(item) if name is None else f"{name}={item!r}" for name, item in arguments]
    return f"{type(value).__name__}({', '.join(words)})"


def _same(item: object, default: object) -> bool:
    # Of one type only: comparing a context value with something makes a rule.
    return item is default or (type(item) is type(default) and item == default)
