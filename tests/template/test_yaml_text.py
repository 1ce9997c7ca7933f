from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from cdk_appconfig.template.template_file import TemplateFile
from cdk_appconfig.template.unreadable import TemplateError
from cdk_appconfig.template.yaml_text import MAX_DEPTH, read_yaml

TEMPLATES = Path(__file__).parents[1] / "data" / "templates"


def data(text: str) -> Any:
    return read_yaml(text, "shop.yaml")[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref App", {"Ref": "App"}),
        ("!Condition IsProd", {"Condition": "IsProd"}),
        ("!GetAtt App.Outputs.Id", {"Fn::GetAtt": ["App", "Outputs.Id"]}),
        ("!GetAtt [App, Id]", {"Fn::GetAtt": ["App", "Id"]}),
        ("!Sub 'a-${b}'", {"Fn::Sub": "a-${b}"}),
        ("!Sub ['${x}', {x: !Ref App}]", {"Fn::Sub": ["${x}", {"x": {"Ref": "App"}}]}),
        ("!If [C, 1, !Ref AWS::NoValue]", {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}),
        ("!ToJsonString {a: 1}", {"Fn::ToJsonString": {"a": 1}}),
        ("!Transform {Name: AWS::Include}", {"Fn::Transform": {"Name": "AWS::Include"}}),
        ("!Select [0, !GetAZs '']", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
        ("!NotYetInvented x", {"Fn::NotYetInvented": "x"}),
    ],
)
def test_short_tags_are_written_out(text: str, value: Any) -> None:
    assert data(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: [1, 2.5, true, null, ~, text]", {"a": [1, 2.5, True, None, None, "text"]}),
        ("AWSTemplateFormatVersion: 2010-09-09", {"AWSTemplateFormatVersion": "2010-09-09"}),
        ('a: "1"', {"a": "1"}),
        ("a: !!str 12", {"a": "12"}),
        ("12: a", {"12": "a"}),
        ("on: a", {"on": "a"}),
        ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
        ("a:", {"a": None}),
        ("", None),
        ("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}", {"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}),
        ("x: &x 1\ny: [*x, *x]", {"x": 1, "y": [1, 1]}),
    ],
)
def test_values_are_those_of_cloudformation(text: str, value: Any) -> None:
    assert data(text) == value


def test_a_template_has_the_value_that_pyyaml_gives_it() -> None:
    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # it comes without types
        """PyYAML's own reader, with the tags that the file uses."""

    def written_out(loader: Any, name: str, node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            value = loader.construct_scalar(node)
            value = value.split(".", 1) if name == "GetAtt" else value
        else:
            value = loader.construct_sequence(node, deep=True)
        return {name if name == "Ref" else f"Fn::{name}": value}

    Loader.add_multi_constructor("!", written_out)
    Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_str)
    text = (TEMPLATES / "shop.yaml").read_text(encoding="utf-8")

    assert data(text) == yaml.load(text, Loader)  # noqa: S506 a loader made from the safe one


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("a: [", "shop.yaml:2:1", "is no YAML: did not find expected node content"),
        ("a: b: c", "shop.yaml:1:5", "is no YAML: mapping values are not allowed in this context"),
        ("a: &x [*x]", "shop.yaml:1:8", "the alias *x stands for nothing"),
        ("a: 1\n---\nb: 2", "shop.yaml:2:1", "holds more than one document"),
        ("? [a]\n: b", "shop.yaml:1:5", "a key is a list or a mapping"),
        ("- " * 200, "shop.yaml:1:201", f"is nested deeper than {MAX_DEPTH} levels"),
        ("[" * 100_000, "shop.yaml:1:101", f"is nested deeper than {MAX_DEPTH} levels"),
        ("a: \x00", "shop.yaml", "is no YAML: control characters are not allowed"),
    ],
)
def test_what_cannot_be_read_is_one_error_with_its_place(
    text: str, where: str, message: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        data(text)

    [finding] = caught.value.findings
    assert (finding.where, finding.message) == (where, message)


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    started = time.monotonic()

    with pytest.raises(TemplateError, match="expands to more than 1000000 values"):
        data("\n".join(lines))

    assert time.monotonic() - started < 1


def test_the_line_of_a_value_is_found() -> None:
    file = TemplateFile.parse("Resources:\n  A:\n    B:\n      - x\n      - !Sub y\n", "a.yaml")

    assert file.line(["Resources"]) == 1
    assert file.line(["Resources", "A", "B", 1]) == 5
    assert file.line(["Resources", "A", "B", 1, "Fn::Sub", 0]) == 5
    assert file.line(["Resources", "A", "Missing"]) == 2


def test_without_pyyaml_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(TemplateError) as caught:
        data("a: 1")

    [finding] = caught.value.findings
    assert finding.message == "is YAML, and PyYAML is not installed"
    assert finding.fix == "pip install 'cdk-appconfig[cli]'"


def test_without_the_fast_parser_the_slow_one_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (TEMPLATES / "shop.yaml").read_text(encoding="utf-8")
    fast = data(text)
    monkeypatch.delattr(yaml, "CSafeLoader")

    assert data(text) == fast
