from __future__ import annotations

import json
from pathlib import Path

from rig import examples
from rig.templates import judged, only


def test_one_dataclass_is_content_and_schema(tmp_path: Path) -> None:
    found = judged(examples.synthesized("tuning", tmp_path))["Tuning"]

    version = only(found, "AWS::AppConfig::HostedConfigurationVersion")
    [validator] = only(found, "AWS::AppConfig::ConfigurationProfile")["Validators"]
    schema = json.loads(validator["Content"])
    assert json.loads(version["Content"]) == {
        "requests_per_second": 50,
        "burst": 100,
        "log_level": "INFO",
    }
    assert schema["required"] == ["requests_per_second", "burst"]
    assert schema["properties"]["log_level"] == {"enum": ["DEBUG", "INFO", "WARNING", "ERROR"]}
