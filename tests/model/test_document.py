from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdk_appconfig.model.document import canonical_json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_canonical_json_keeps_the_meaning_and_is_ascii(document: Any) -> None:
    text = canonical_json(document)

    assert json.loads(text) == document
    assert text.isascii()


@given(st.dictionaries(st.text(), JSON))
def test_key_order_and_layout_do_not_show(document: dict[str, Any]) -> None:
    reordered = dict(reversed(document.items()))

    assert canonical_json(reordered) == canonical_json(document)
    assert canonical_json(json.loads(json.dumps(document, indent=3))) == canonical_json(document)


def test_a_number_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": float("nan")})
