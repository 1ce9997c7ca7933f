from __future__ import annotations

from typing import Any

from cdk_appconfig.template.declaration import Declaration
from cdk_appconfig.template.version import VERSION, may_share_a_number

FLAGS = '{"version": "1", "flags": {"a": {"name": "a"}}, "values": {"a": {"enabled": true}}}'


def version(content: Any, type: str = VERSION) -> Declaration:
    return Declaration("Version", {"Type": type, "Properties": {"Content": content}})


def test_the_same_flags_in_another_layout_may_get_the_same_number() -> None:
    assert may_share_a_number(version(FLAGS), version(FLAGS.replace(" ", "")))


def test_other_flags_get_a_number_of_their_own() -> None:
    assert not may_share_a_number(version(FLAGS), version(FLAGS.replace("true", "false")))


def test_freeform_data_always_gets_a_number_of_its_own() -> None:
    for content in ('{"a": 1}', "no: json", '["flags"]', {"Ref": "Content"}, None):
        assert not may_share_a_number(version(content), version(content))


def test_only_versions_have_numbers() -> None:
    assert not may_share_a_number(version(FLAGS), version(FLAGS, "AWS::AppConfig::Deployment"))
