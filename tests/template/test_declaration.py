from __future__ import annotations

from typing import Any

from cdk_appconfig.template.declaration import Declaration
from cdk_appconfig.template.reference import ABSENT


def declaration(**body: Any) -> Declaration:
    return Declaration("Prod", {"Type": "AWS::AppConfig::Environment", **body})


def test_what_is_written_is_at_hand() -> None:
    prod = declaration(
        Properties={"Name": "prod"}, Metadata={"a": 1}, Condition="IsProd", DeletionPolicy="Retain"
    )

    assert prod.type == "AWS::AppConfig::Environment"
    assert prod.get("Name") == "prod"
    assert prod.get("Description") is ABSENT
    assert prod.metadata == {"a": 1}
    assert prod.condition == "IsProd"


def test_what_has_another_form_than_cloudformation_asks_for_is_empty() -> None:
    prod = declaration(Properties=["Name"], Metadata=None, Condition={"Fn::Equals": [1, 1]})

    assert prod.properties == {}
    assert prod.metadata == {}
    assert prod.condition is None
