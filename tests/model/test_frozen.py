from __future__ import annotations

import pickle

import pytest

from cdk_appconfig.model.frozen import FrozenMapping


def test_it_is_a_mapping_that_keeps_its_order_and_does_not_change() -> None:
    source = {"b": 1, "a": 2}
    frozen = FrozenMapping(source)

    source["c"] = 3

    assert list(frozen.items()) == [("b", 1), ("a", 2)]
    assert frozen == {"a": 2, "b": 1}
    assert repr(frozen) == "{'b': 1, 'a': 2}"
    with pytest.raises(TypeError):
        frozen["a"] = 3  # type: ignore[index]


def test_it_hashes_by_content_and_survives_pickling() -> None:
    frozen = FrozenMapping({"a": 1, "b": 2})

    assert hash(frozen) == hash(FrozenMapping({"b": 2, "a": 1}))
    assert pickle.loads(pickle.dumps(frozen)) == frozen  # noqa: S301 our own bytes
