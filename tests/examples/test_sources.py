from __future__ import annotations

import pytest

from rig import examples
from rig.templates import Template, judged, of_type


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return judged(examples.synthesized("sources", tmp_path_factory.mktemp("sources")))["Sources"]


def test_each_profile_has_a_role_of_its_own(template: Template) -> None:
    profiles = of_type(template, "AWS::AppConfig::ConfigurationProfile").values()

    roles = [profile["Properties"]["RetrievalRoleArn"]["Fn::GetAtt"][0] for profile in profiles]
    assert roles == list(of_type(template, "AWS::IAM::Role"))


def test_versions_come_from_parameters_and_the_secret_is_deployed_under_its_key(
    template: Template,
) -> None:
    [key] = of_type(template, "AWS::KMS::Key")
    deployments = of_type(template, "AWS::AppConfig::Deployment").values()

    assert [
        (one["Properties"]["ConfigurationVersion"], one["Properties"].get("KmsKeyIdentifier"))
        for one in deployments
    ] == [
        ({"Ref": "PricesVersion"}, None),
        ({"Ref": "DatabaseVersion"}, {"Fn::GetAtt": [key, "Arn"]}),
    ]
