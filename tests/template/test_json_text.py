from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig.template import json_text
from cdk_appconfig.template.json_text import JsonLines, line_of, read_json
from cdk_appconfig.template.unreadable import TemplateError

TEXT = """{
  "Resources": {
    "A\\"b": {"Type": "x, { ] }"},
    "Prod": {
      "Properties": {"Names": [1, [2, {"a": 3}],
        "c"], "Empty": {}}
    }
  }
}"""


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ([], 1),
        (["Resources"], 2),
        (["Resources", 'A"b', "Type"], 3),
        (["Resources", "Prod"], 4),
        (["Resources", "Prod", "Properties", "Names", 1, 1, "a"], 5),
        (["Resources", "Prod", "Properties", "Names", 2], 6),
        (["Resources", "Prod", "Properties", "Empty"], 6),
    ],
)
def test_the_line_of_a_value_is_found(steps: list[str | int], line: int) -> None:
    assert line_of(TEXT, steps) == line


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (["Resources", "Prod", "Properties", "Names", 9], 5),
        (["Resources", "Prod", "Missing", "Deeper"], 4),
        (["Resources", 3], 2),
    ],
)
def test_what_is_not_there_has_the_line_of_what_is_around_it(
    steps: list[str | int], line: int
) -> None:
    assert line_of(TEXT, steps) == line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, min_size=1) | st.dictionaries(st.text(), inner, min_size=1),
)


@settings(max_examples=40, deadline=None)
@given(JSON, st.data())
def test_every_value_is_found_where_it_stands(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value, indent=1)
    steps: list[str | int] = []
    while isinstance(value, (dict, list)):
        step = data.draw(
            st.sampled_from(list(value) if isinstance(value, dict) else range(len(value)))
        )
        steps.append(step)
        value = value[step]
    found = line_of(text, steps)

    assert found is not None
    assert json.dumps(value, indent=1).splitlines()[0] in text.splitlines()[found - 1]


def test_what_is_no_json_is_one_error_with_its_place() -> None:
    with pytest.raises(TemplateError) as caught:
        read_json('{"a": 1,\n b}', "shop.json")

    [finding] = caught.value.findings
    assert (finding.id, finding.where) == ("APPCONFIG359", "shop.json:2:2")
    assert finding.message == ("is no JSON: Expecting property name enclosed in double quotes")


def test_a_number_that_python_does_not_read_is_one_error() -> None:
    with pytest.raises(TemplateError, match="holds a number of thousands of digits"):
        read_json(f'{{"a": {"9" * 5_000}}}', "shop.json")


def test_json_that_is_nested_too_deep_for_python_is_one_error() -> None:
    with pytest.raises(TemplateError, match="is nested too deep"):
        read_json("[" * 200_000, "shop.json")


def test_the_lines_of_many_values_take_one_look_at_each_object(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = json.dumps({"Resources": {f"R{index}": {"a": [index]} for index in range(99)}}, indent=1)
    looked: list[object] = []
    members = json_text._members  # noqa: SLF001

    def counted(tokens: Any) -> Any:
        looked.append(tokens)
        return members(tokens)

    monkeypatch.setattr(json_text, "_members", counted)
    lines = JsonLines(text)

    found = [lines.line(["Resources", f"R{index}", "a", 0]) for index in range(99) for _ in "ab"]

    assert [text.splitlines()[line - 1].strip() for line in found[::2] if line] == [
        str(index) for index in range(99)
    ]
    assert len(looked) == 2 + 2 * 99
