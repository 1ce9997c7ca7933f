"""The tests mirror the package, so that what is untested shows in the tree."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("model", "template", "checks", "constructs", "local")

COVERED_ELSEWHERE = {
    "model/attribute_document.py": "model/test_flag_document.py",
    "model/constraint.py": "model/test_attribute.py",
    "model/document_part.py": "model/test_flag_document.py",
    "model/flag.py": "model/test_feature_flags.py",
    "checks/argument.py": "constructs/test_arguments.py",
    "checks/agent.py": "constructs/test_agent.py",
    "checks/agent_layer.py": "constructs/test_agent_layer.py",
    "checks/content.py": "constructs/test_configuration_profile.py",
    "checks/deployment.py": "constructs/test_configuration_profile.py",
    "checks/environment.py": "constructs/test_environment.py",
    "checks/extension.py": "constructs/test_extension.py",
    "checks/extension_association.py": "constructs/test_extension_association.py",
    "checks/hosted_configuration_version.py": "constructs/test_configuration_profile.py",
    "checks/permission.py": "constructs/test_grants.py",
    "checks/name.py": "constructs/test_application.py",
    "checks/source.py": "constructs/test_sourced_profile.py",
    "checks/tag.py": "constructs/test_deployment.py",
    "checks/validator.py": "constructs/test_validator.py",
    "constructs/_argument_kinds.py": "constructs/test_arguments.py",
    "constructs/_arguments.py": "constructs/test_arguments.py",
    "constructs/_agent_container.py": "constructs/test_agent_container.py",
    "constructs/_agent_function.py": "constructs/test_agent.py",
    "constructs/_agent_layer.py": "constructs/test_agent_layer.py",
    "constructs/_agent_layer_table.py": "rig/test_agent_layers.py",
    "constructs/_agent_needs.py": "constructs/test_agent_layer.py",
    "constructs/_agent_settings.py": "constructs/test_agent.py",
    "constructs/_agent_variables.py": "constructs/test_agent.py",
    "constructs/_environment_agents.py": "constructs/test_environment_agents.py",
    "constructs/_reading.py": "constructs/test_agent.py",
    "constructs/_tree.py": "constructs/test_composed.py",
    "constructs/_composed.py": "constructs/test_composed.py",
    "constructs/_decided.py": "constructs/test_defaults.py",
    "constructs/_deploying.py": "constructs/test_deployment.py",
    "constructs/_hosted_store.py": "constructs/test_configuration_profile.py",
    "constructs/_access.py": "constructs/test_grants.py",
    "constructs/_alarm.py": "constructs/test_environment.py",
    "constructs/_destination.py": "constructs/test_extension.py",
    "constructs/_extension_action.py": "constructs/test_extension.py",
    "constructs/_environment_operations.py": "constructs/test_environment_operations.py",
    "constructs/_inputs.py": "constructs/test_configuration_profile.py",
    "constructs/_prerequisites.py": "constructs/test_extension_association.py",
    "model/judged.py": "model/test_json_schema.py",
    "model/pydantic_model.py": "model/test_json_schema.py",
    "model/rollout_drawing.py": "model/test_rollout.py",
    "model/schema_findings.py": "model/test_json_schema.py",
    "model/schema_keywords.py": "model/test_json_schema.py",
    "model/schema_library.py": "model/test_json_schema.py",
    "model/schema_source.py": "model/test_json_schema.py",
    "constructs/_profile.py": "constructs/test_configuration_profile.py",
    "constructs/source.py": "constructs/test_sourced_profile.py",
    "checks/reference.py": "constructs/test_references.py",
    "constructs/_references.py": "constructs/test_references.py",
    "constructs/resources.py": "constructs/test_configuration_profile.py",
    "model/rule/node.py": "model/rule/test_printer.py",
    "template/effect.py": "template/test_changes.py",
    "template/surroundings.py": "template/test_changes.py",
    "template/resource.py": "template/test_graph.py",
    "template/site.py": "template/test_moved.py",
    "checks/access.py": "checks/test_judge.py",
    "checks/value.py": "checks/test_judge.py",
    "checks/dynamic_parameter.py": "checks/test_judge.py",
    "checks/app.py": "checks/test_judge.py",
    "checks/association_in_template.py": "checks/test_judge.py",
    "checks/boundary.py": "checks/test_judge.py",
    "checks/configuration_profile.py": "checks/test_judge.py",
    "checks/deployment_strategy.py": "checks/test_judge.py",
    "checks/experiment.py": "checks/test_judge.py",
    "checks/extension_in_template.py": "checks/test_judge.py",
    "checks/listed.py": "checks/test_judge.py",
    "checks/reading.py": "checks/test_judge.py",
    "checks/quota.py": "checks/test_judge.py",
    "checks/resource_schema.py": "checks/test_judge.py",
    "checks/rollout.py": "checks/test_judge.py",
    "checks/validator_in_template.py": "checks/test_judge.py",
}
"""Modules that are proved through the code that calls them."""


def test_every_module_has_its_tests() -> None:
    for room in ROOMS:
        for module in sorted((ROOT / "cdk_appconfig" / room).rglob("*.py")):
            if module.name == "__init__.py":
                continue
            place = module.parent.relative_to(ROOT / "cdk_appconfig").as_posix()
            name = f"{place}/{module.name}"
            test = COVERED_ELSEWHERE.get(name, f"{place}/test_{module.name}")
            assert (ROOT / "tests" / test).exists(), name


def test_no_test_folder_hides_a_library() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_pinned_versions_name_no_registry() -> None:
    for file in [*(ROOT / "requirements").iterdir(), ROOT / "package-lock.json"]:
        assert "://" not in file.read_text().replace("https://opencollective.com", ""), file.name
