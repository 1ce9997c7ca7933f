from __future__ import annotations

from rig import resource_schemas


def test_the_schemas_are_those_of_the_pinned_cfn_lint() -> None:
    assert resource_schemas.text() == resource_schemas.FILE.read_text(encoding="utf-8")
