from __future__ import annotations

from typing import Any

from rig.captured import rows
from rig.probe import Probe, refused

ROWS = rows("names")


def test_applications_of_one_account_and_region(aws: Probe) -> None:
    aws.application("probe")
    other = aws.application("other")

    with refused(ROWS["app-name-duplicate"]):
        aws.application("probe")
    with refused(ROWS["app-rename-duplicate"]):
        aws.control.update_application(ApplicationId=other, Name="probe")
    aws.control.update_application(ApplicationId=other, Name="other", Description="Its own name")


def test_environments_of_one_application(aws: Probe) -> None:
    application = aws.application()
    aws.environment(application, "env")
    other = aws.environment(application, "other")

    with refused(ROWS["env-name-duplicate"]):
        aws.environment(application, "env")
    with refused(ROWS["env-rename-duplicate"]):
        aws.control.update_environment(ApplicationId=application, EnvironmentId=other, Name="env")
    aws.environment(aws.application("another"), "env")


def test_profiles_of_one_application(aws: Probe) -> None:
    application = aws.application()
    aws.profile(application, "free")
    other = aws.profile(application, "other")

    with refused(ROWS["profile-name-duplicate"]):
        aws.profile(application, "free")
    with refused(ROWS["profile-rename-duplicate"]):
        aws.control.update_configuration_profile(
            ApplicationId=application, ConfigurationProfileId=other, Name="free"
        )
    aws.profile(aws.application("another"), "free")


def test_cloudformation_meets_them_too(aws: Probe) -> None:
    aws.application("probe")

    [failure] = aws.create_stack({"App": resource("Application", Name="probe")})

    assert failure.startswith("Application with name probe already exists with id ")
    assert failure.endswith(" in account 000000000000 (Service: AppConfig, Status Code: 400)")


def resource(type: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::AppConfig::{type}", "Properties": properties}
