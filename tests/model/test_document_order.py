from __future__ import annotations

from cdk_appconfig.findings import Check, Finding, json_path
from cdk_appconfig.model.document_order import in_document_order

CHECK = Check(
    id="APPCONFIG999",
    summary="Something is odd",
    rule="odd things are refused",
    source="https://docs.aws.amazon.com/appconfig/",
    evidence="documented",
)
DOCUMENT = {"values": {"b": [1, 2], "it's": {"x": 1}, 'a"b': 0, 7: 0}, "flags": {"b": {}}}


def at(where: str) -> Finding:
    return CHECK.at(where, message="odd", found="x", fix="mend")


def test_findings_come_in_the_order_of_their_places() -> None:
    expected = [
        "$",
        "$.version",  # missing
        json_path("values"),
        json_path("values", "b"),
        json_path("values", "b", 0),
        json_path("values", "b", 1),
        json_path("values", "b", 5),  # beyond the end
        json_path("values", "it's"),
        json_path("values", "it's", "x"),
        json_path("values", 'a"b'),
        json_path("values", "7"),
        json_path("flags", "b"),
    ]

    found = in_document_order([at(where) for where in reversed(expected)], DOCUMENT)

    assert [finding.where for finding in found] == expected


def test_findings_at_one_place_keep_their_order() -> None:
    two = [CHECK.at("$.flags", message=text, found="x", fix="mend") for text in ("b", "a")]

    assert in_document_order(two, DOCUMENT) == two


def test_a_path_through_something_without_members_ends_there() -> None:
    assert in_document_order([at("$.flags.b.c.d"), at("$.values.b.c")], DOCUMENT) == [
        at("$.values.b.c"),
        at("$.flags.b.c.d"),
    ]
