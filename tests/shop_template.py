"""A template as people write it by hand, and edits of it."""

from __future__ import annotations

from typing import Any, TypeAlias

from cdk_appconfig import Changes

Template: TypeAlias = dict[str, Any]


def resource(term: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::AppConfig::{term}", "Properties": properties}


def template() -> Template:
    """An application with one environment and one version of one profile."""
    return {
        "Resources": {
            "Shop": resource("Application", Name="shop"),
            "Prod": resource("Environment", ApplicationId={"Ref": "Shop"}, Name="prod"),
            "Checkout": resource(
                "ConfigurationProfile",
                ApplicationId={"Ref": "Shop"},
                Name="checkout",
                LocationUri="hosted",
            ),
            "Version": resource(
                "HostedConfigurationVersion",
                ApplicationId={"Ref": "Shop"},
                ConfigurationProfileId={"Ref": "Checkout"},
                Content="retries: 3",
                ContentType="application/x-yaml",
                VersionLabel="v1.0",
                LatestVersionNumber=0,
            ),
        }
    }


def with_versions(type: str, policy: str, **contents: str) -> Template:
    """Return a template with a profile of a type, and a version under a policy for each content."""
    owner = {"ApplicationId": "abc1234"}
    checkout = {**owner, "Name": "checkout", "LocationUri": "hosted", "Type": type}
    versions = {
        logical_id: {
            **resource(
                "HostedConfigurationVersion",
                **owner,
                ConfigurationProfileId={"Ref": "Checkout"},
                Content=content,
                ContentType="application/json",
            ),
            "DeletionPolicy": policy,
            "UpdateReplacePolicy": policy,
        }
        for logical_id, content in contents.items()
    }
    return {"Resources": {"Checkout": resource("ConfigurationProfile", **checkout), **versions}}


def edited(**properties: Any) -> Template:
    """Return the template with properties of resources changed: ``Version={"Content": "a"}``."""
    result = template()
    for logical_id, new in properties.items():
        result["Resources"][logical_id]["Properties"].update(new)
    return result


def moved(old: str, new: str, **properties: Any) -> Template:
    """Return the template with a resource under another logical id."""
    result = template()
    result["Resources"][new] = result["Resources"].pop(old)
    result["Resources"][new]["Properties"].update(properties)
    return result


def texts(found: Changes) -> list[str]:
    return [str(finding) for finding in found.findings]
