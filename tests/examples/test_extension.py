from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_every_deployment_is_asked_for_its_ticket(tmp_path: Path) -> None:
    found = judged(examples.synthesized("extension", tmp_path))["Tickets"]

    extension = only(found, "AWS::AppConfig::Extension")
    assert list(extension["Actions"]) == ["PRE_START_DEPLOYMENT", "ON_DEPLOYMENT_COMPLETE"]
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    [association] = of_type(found, "AWS::AppConfig::ExtensionAssociation")
    assert deployment["DependsOn"] == [association]
    [parameter] = deployment["Properties"]["DynamicExtensionParameters"]
    assert (parameter["ParameterName"], parameter["ParameterValue"]) == ("ticket", "SHOP-7")
