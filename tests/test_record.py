from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from cdk_appconfig.record import Record, replace


class Place(Record):
    line: int
    column: int = 1


class Named(Place, kw_only=True):
    name: str


def test_fields_are_given_by_position_or_by_name() -> None:
    assert Place(3) == Place(line=3, column=1)
    assert (Place(3, 4).line, Place(3, 4).column) == (3, 4)
    assert repr(Named(line=3, name="a")) == "Named(line=3, column=1, name='a')"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        ((1, 2, 3), {}),
        ((1,), {"colum": 2}),
        ((), {"column": 2, "lin": 1}),
        ((1,), {"line": 2}),
    ],
)
def test_a_field_that_is_missing_unknown_or_given_twice_is_refused(
    values: tuple[int, ...], named: dict[str, int]
) -> None:
    with pytest.raises(TypeError, match=r"^Place takes the fields line, column$"):
        Place(*values, **named)


@pytest.mark.parametrize("values", [(), (1, 2, "a")])
def test_fields_by_name_alone_are_refused_by_position_or_without_any(
    values: tuple[Any, ...],
) -> None:
    with pytest.raises(TypeError, match=r"^Named takes the fields line, column, name$"):
        Named(*values)  # type: ignore[call-arg]


def test_records_of_two_classes_differ_and_equal_ones_hash_alike() -> None:
    assert Named(line=1, name="a") != Place(1)
    assert Place(1) != (1, 1)
    assert {Place(1), Place(line=1)} == {Place(1)}
    assert hash(Named(name="a", line=1)) == hash(Named(line=1, name="a"))


def test_a_record_cannot_change() -> None:
    place = Place(1)

    with pytest.raises(AttributeError, match=r"^Place cannot change: line$"):
        place.line = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match=r"^Place cannot change: line$"):
        delattr(place, "line")
    assert replace(place, line=2) == Place(2)
    assert place == Place(1)


def test_a_record_is_copied_pickled_matched_and_taken_for_a_dataclass() -> None:
    place = Place(1, 2)

    assert copy.deepcopy(place) == pickle.loads(pickle.dumps(place)) == place  # noqa: S301
    match place:
        case Place(line, column):
            assert (line, column) == (1, 2)
    assert dataclasses.asdict(place) == {"line": 1, "column": 2}
    assert dataclasses.replace(place, line=3) == Place(3, 2)
