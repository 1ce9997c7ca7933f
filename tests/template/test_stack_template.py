from __future__ import annotations

from cdk_appconfig.template.stack_template import StackTemplate


def test_resources_know_their_construct_path() -> None:
    def application(**metadata: str) -> dict[str, object]:
        return {"Type": "AWS::AppConfig::Application", "Metadata": metadata}

    stack = StackTemplate(
        name="Shop",
        template={
            "Resources": {
                "A": application(**{"aws:cdk:path": "Shop/A"}),
                "B": application(),
                "C": {},
            }
        },
        paths={"A": "elsewhere", "B": "Shop/B"},
    )

    assert {name: one.path for name, one in stack.resources.items()} == {
        "A": "Shop/A",
        "B": "Shop/B",
    }


def test_a_section_that_is_missing_is_empty() -> None:
    assert StackTemplate(name="Shop", template={"Outputs": None}).section("Outputs") == {}
