"""What holds for every document: nothing is lost, and nothing but our error is raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig import AppConfigError, FeatureFlags, document_findings, evaluate
from cdk_appconfig.model.document import canonical_json
from tests.strategies import DOCUMENT_KEYS, FEATURE_FLAGS, JSON


@given(FEATURE_FLAGS)
@settings(deadline=None)
def test_flags_that_are_written_and_read_are_the_same(flags: FeatureFlags) -> None:
    document = flags.to_document()

    assert FeatureFlags.from_document(document) == flags
    assert FeatureFlags.from_document(canonical_json(document)) == flags
    assert FeatureFlags.from_document(json.dumps(document)).to_document() == document


@given(FEATURE_FLAGS)
@settings(deadline=None)
def test_reading_says_what_the_flags_say_themselves(flags: FeatureFlags) -> None:
    found = {finding.id for finding in document_findings(flags.to_document())}

    assert found == {finding.id for finding in flags.findings()}


def check(document: Any) -> None:
    """Read whatever it is: errors and refusal go together, and what was read is read again."""
    findings = document_findings(document)
    wrong = [finding for finding in findings if finding.severity == "error"]
    if wrong:
        with pytest.raises(AppConfigError) as caught:
            FeatureFlags.from_document(document)
        assert list(caught.value.findings) == wrong
    else:
        flags = FeatureFlags.from_document(document)
        assert FeatureFlags.from_document(flags.to_document()) == flags


@given(st.dictionaries(st.sampled_from(["version", "flags", "values", "x"]), JSON))
@settings(deadline=None)
def test_no_document_raises_anything_else(document: dict[str, Any]) -> None:
    check(document)
    check(json.dumps(document))


@given(st.text(max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    check(text)


@given(FEATURE_FLAGS, st.data())
@settings(deadline=None)
def test_a_spoiled_document_raises_nothing_else(flags: FeatureFlags, data: st.DataObject) -> None:
    document = flags.to_document()
    node: Any = document
    while isinstance(node, dict) and node and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(node)))
        if not isinstance(node[key], dict) or not node[key]:
            break
        node = node[key]
    node[data.draw(st.sampled_from([*DOCUMENT_KEYS, *node]))] = data.draw(JSON)

    check(document)


@pytest.mark.parametrize("enabled", [True, False, "t", None])
def test_an_empty_list_of_variants_leaves_what_is_served_as_it_is(enabled: object) -> None:
    document = {"version": "1", "values": {"f": {"_variants": [], "enabled": enabled}}}

    written = FeatureFlags.from_document(document).to_document()
    assert evaluate(written) == evaluate(document)
