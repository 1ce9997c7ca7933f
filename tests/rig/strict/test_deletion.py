from __future__ import annotations

from rig.captured import rows
from rig.probe import Probe, refused

ROWS = rows("deletion")


def test_an_application_with_children(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    environment = aws.environment(application)

    with refused(ROWS["delete-app-with-envs"]):
        aws.control.delete_application(ApplicationId=application)
    aws.control.delete_environment(ApplicationId=application, EnvironmentId=environment)
    with refused(ROWS["delete-app-with-profiles"]):
        aws.control.delete_application(ApplicationId=application)
    aws.control.delete_configuration_profile(
        ApplicationId=application, ConfigurationProfileId=profile
    )
    aws.control.delete_application(ApplicationId=application)


def test_a_profile_with_versions(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    environment = aws.environment(application)
    aws.version(application, profile, {})
    aws.start(application, environment, profile, 1, aws.strategy())

    with refused(ROWS["delete-profile-with-versions"]):
        aws.control.delete_configuration_profile(
            ApplicationId=application, ConfigurationProfileId=profile
        )
    assert ROWS["delete-env-with-history"]["verdict"] == "accept"
    aws.control.delete_environment(ApplicationId=application, EnvironmentId=environment)
    assert ROWS["delete-version-deployed-before"]["verdict"] == "accept"
    aws.control.delete_hosted_configuration_version(
        ApplicationId=application, ConfigurationProfileId=profile, VersionNumber=1
    )
    aws.control.delete_configuration_profile(
        ApplicationId=application, ConfigurationProfileId=profile
    )


def test_what_an_extension_is_associated_with(aws: Probe) -> None:
    application = aws.application()
    environment, profile = aws.environment(application), aws.profile(application)
    arn = f"arn:aws:appconfig:us-east-1:000000000000:application/{application}"
    targets = [arn, f"{arn}/environment/{environment}", f"{arn}/configurationprofile/{profile}"]
    associated = aws.create_stack(
        {
            f"Association{number}": {
                "Type": "AWS::AppConfig::ExtensionAssociation",
                "Properties": {
                    "ExtensionIdentifier": "AWS.AppConfig.DeploymentNotificationsToEventBridge",
                    "ResourceIdentifier": target,
                },
            }
            for number, target in enumerate(targets)
        }
    )

    assert associated == []
    with refused(ROWS["delete-app-with-associations"]):
        aws.control.delete_application(ApplicationId=application)
    with refused(ROWS["delete-env-with-associations"]):
        aws.control.delete_environment(ApplicationId=application, EnvironmentId=environment)
    with refused(ROWS["delete-profile-with-associations"]):
        aws.control.delete_configuration_profile(
            ApplicationId=application, ConfigurationProfileId=profile
        )
