"""Values with named fields that are quick to load: frozen dataclasses without code made for each.

A dataclass writes its methods as source text and has them compiled, and loads half of the tools of
introspection to do so. For the few dozen classes that reading and judging a template need, that
takes longer than judging hundreds of resources. Here the methods are there once, for all.

The values that users build (flags, attributes, variants, rollouts) are dataclasses.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """Tell tools how to read the class; at run time it stays as it is."""
        return lambda cls: cls


__all__ = ["Record", "replace"]

_R = TypeVar("_R", bound="Record")


class _DataclassFields:
    """Lets ``dataclasses.asdict`` and its like take a record; it loads what it needs when asked."""

    def __get__(self, _: object, record: type[Record]) -> dict[str, Any]:
        from dataclasses import fields, make_dataclass  # noqa: PLC0415 see above

        return {field.name: field for field in fields(make_dataclass("_", record._fields))}


@dataclass_transform(frozen_default=True)
class Record:
    """A value that cannot change, with the fields that its class annotates.

    Two of one class are equal when their fields are, and print as the call that makes them. Fields
    with a default come after those without. With ``kw_only=True`` all are passed by name.

    Example:
        >>> class Place(Record):
        ...     line: int
        ...     column: int = 1
        >>> Place(3), Place(3) == Place(line=3, column=1)
        (Place(line=3, column=1), True)
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _known: ClassVar[frozenset[str]] = frozenset()
    _positional: ClassVar[int] = 0
    _values: ClassVar[attrgetter[Any]] = attrgetter("__class__")

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _DataclassFields()

    def __init_subclass__(cls, *, kw_only: bool = False, **options: Any) -> None:
        """Take the fields up that the class adds."""
        super().__init_subclass__(**options)
        own = [name for name, of in cls.__annotations__.items() if "ClassVar" not in str(of)]
        cls._fields = (*cls._fields, *own)
        cls.__match_args__ = cls._fields  # type: ignore[attr-defined, misc]
        cls._defaults = {**cls._defaults, **{n: vars(cls)[n] for n in own if n in vars(cls)}}
        cls._positional = 0 if kw_only else len(cls._fields)
        cls._known = frozenset(cls._fields)
        if cls._fields:
            cls._values = attrgetter(*cls._fields)

    def __init__(self, *values: Any, **named: Any) -> None:
        """Take the values of the fields."""
        fields = self.__dict__
        if values and not named and len(values) == self._positional:  # as most are made
            fields.update(zip(self._fields, values))  # noqa: B905
            return
        fields.update(self._defaults)
        fields.update(zip(self._fields, values))  # noqa: B905 what is too much is told below
        fields.update(named)
        twice = not named.keys().isdisjoint(self._fields[: len(values)])
        if twice or len(values) > self._positional or fields.keys() != self._known:
            raise TypeError(f"{type(self).__name__} takes the fields {', '.join(self._fields)}")

    def __setattr__(self, name: str, _: object) -> None:
        """Refuse: it cannot change."""
        raise AttributeError(f"{type(self).__name__} cannot change: {name}")

    def __delattr__(self, name: str) -> None:
        """Refuse: it cannot change."""
        raise AttributeError(f"{type(self).__name__} cannot change: {name}")

    def __eq__(self, other: object) -> bool:
        """Compare by class and fields."""
        if type(self) is not type(other):
            return NotImplemented
        return bool(self._values(self) == self._values(other))

    def __hash__(self) -> int:
        """Hash by fields."""
        return hash(self._values(self))

    def __repr__(self) -> str:
        """Print as the call that makes it."""
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__qualname__}({fields})"


def replace(record: _R, **changes: Any) -> _R:
    """Return a record with other values in some of its fields.

    Example:
        >>> class Place(Record):
        ...     line: int
        >>> replace(Place(1), line=2)
        Place(line=2)
    """
    fields = {name: getattr(record, name) for name in record._fields}
    return record.__class__(**fields | changes)
