"""What is told at a glance about flag documents is what a close look finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig import FeatureFlags, document_findings
from cdk_appconfig.model.sound_flags import are_surely_sound_flags
from tests.strategies import DOCUMENT_KEYS, FEATURE_FLAGS, JSON

ATTRIBUTES: dict[str, Any] = {
    "engine": {"description": "Which one", "constraints": {"type": "string", "enum": ["v1", "v2"]}},
    "size": {"constraints": {"type": "number", "minimum": 1, "maximum": 9, "required": True}},
    "new": {"constraints": {"type": "boolean"}},
    "tags": {"constraints": {"type": "array", "elements": {"type": "string", "enum": ["a"]}}},
    "steps": {"constraints": {"type": "array", "elements": {"type": "number", "minimum": 0}}},
}
DOCUMENT: dict[str, Any] = {
    "version": "1",
    "flags": {
        "basic": {"name": "Basic", "description": "For all", "attributes": ATTRIBUTES},
        "old": {"_deprecation": {"status": "planned"}},
        "split": {"attributes": {"engine": {"constraints": {"type": "string"}}}},
        "declared": {"attributes": ATTRIBUTES},
    },
    "values": {
        "basic": {
            "enabled": True,
            "engine": "v1",
            "size": 1.5,
            "new": False,
            "tags": ["a"],
            "steps": [0, 2],
        },
        "old": {"enabled": False},
        "split": {
            "_variants": [
                {"name": "qa", "enabled": True, "rule": '(eq $tier "qa")'},
                {
                    "name": "some",
                    "enabled": True,
                    "rule": "(split pct::10 by::$userId)",
                    "attributeValues": {"engine": "v2"},
                },
                {"name": "else", "enabled": False},
            ]
        },
    },
}
"""A document with every form that is known at a glance."""

ODD: tuple[Any, ...] = (
    None,
    True,
    "",
    "x" * 1025,
    "a\nb",
    "v2",
    -1,
    10.5,
    2**60,
    [],
    ["b"],
    {},
    {"a": None},
)
"""Values that are wrong in one place or another."""


def agrees(document: Any) -> bool:
    """Tell whether what is told at a glance is not more than a close look allows."""
    text = json.dumps(document)
    return not are_surely_sound_flags(text) or not document_findings(text)


def spoiled(document: Any, node: Any) -> Iterator[Any]:
    """Yield a document with something odd at each place, without it, and with more."""
    entries = list(node.items() if isinstance(node, dict) else enumerate(node))
    for key, entry in entries:
        for odd in ODD:
            node[key] = odd
            yield document
        node[key] = entry
        if isinstance(entry, (dict, list)):
            yield from spoiled(document, entry)
    if isinstance(node, dict):
        for key, entry in entries:
            del node[key]
            yield document
            node[key] = entry
        for key in ("enabled", "rule", "_variants", "attributeValues", "9"):
            if key not in node:
                node[key] = True
                yield document
                del node[key]


def test_every_plain_form_is_known() -> None:
    assert are_surely_sound_flags(json.dumps(DOCUMENT))


def test_something_odd_at_any_place_is_not_taken_for_sound() -> None:
    copy = json.loads(json.dumps(DOCUMENT))
    texts = {json.dumps(document) for document in spoiled(copy, copy)}

    assert len(texts) > 1000
    assert copy == DOCUMENT
    assert [
        text for text in texts if are_surely_sound_flags(text) and document_findings(text)
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": "1", "flags": {}, "values": {}} x',
        '{"version": "1", "flags": {}, "flags": {}, "values": {}}',
        '{"version": "1", "flags": {"a": {}, "a": {}}, "values": {}}',
        '{"version": "1", "flags": {}}',
        '{"version": "2", "flags": {}, "values": {}}',
        '{"version": "1", "flags": {}, "values": {"a": {"enabled": true}}}',
        '{"version": "1", "flags": {"a": {"name": NaN}}, "values": {}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_plain_document_is_left_to_a_close_look(text: str) -> None:
    assert not are_surely_sound_flags(text)


@given(FEATURE_FLAGS, st.data())
@settings(deadline=None)
def test_a_glance_says_no_more_than_a_close_look(flags: FeatureFlags, data: st.DataObject) -> None:
    document = flags.to_document()
    assert agrees(document)

    node: Any = document
    while isinstance(node, dict) and node and data.draw(st.booleans()):
        node = node[data.draw(st.sampled_from(sorted(node)))]
    if isinstance(node, dict):
        node[data.draw(st.sampled_from([*DOCUMENT_KEYS, *node]))] = data.draw(JSON)
    assert agrees(document)
