from __future__ import annotations

from typing import Any

from cdk_appconfig.template.declaration import VERSION, Declaration
from cdk_appconfig.template.version import may_share_a_number

FLAGS = '{"version": "1", "flags": {"a": {"name": "a"}}, "values": {"a": {"enabled": true}}}'


def version(content: Any, type: str = VERSION) -> Declaration:
    return Declaration("Version", {"Type": type, "Properties": {"Content": content}})


def test_the_same_flags_in_another_layout_may_get_the_same_number() -> None:
    assert may_share_a_number(version(FLAGS), version(FLAGS.replace(" ", "")))


def test_what_appconfig_drops_or_reads_as_something_else_makes_no_other_number() -> None:
    loose = FLAGS.replace("true", '"true"').replace('"values"', '"note": 1, "values"')

    assert may_share_a_number(version(FLAGS), version(loose))


def test_flags_that_appconfig_refuses_are_compared_as_they_are() -> None:
    refused = FLAGS.replace('"1"', '"2"')

    assert may_share_a_number(version(refused), version(refused.replace(" ", "")))
    assert not may_share_a_number(version(refused), version(FLAGS))


def test_other_flags_get_a_number_of_their_own() -> None:
    assert not may_share_a_number(version(FLAGS), version(FLAGS.replace("true", "false")))


def test_freeform_data_always_gets_a_number_of_its_own() -> None:
    for content in ('{"a": 1}', "no: json", '["flags"]', {"Ref": "Content"}, None):
        assert not may_share_a_number(version(content), version(content))


def test_only_versions_have_numbers() -> None:
    assert not may_share_a_number(version(FLAGS), version(FLAGS, "AWS::AppConfig::Deployment"))
