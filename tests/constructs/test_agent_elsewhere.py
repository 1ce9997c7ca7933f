"""The recipes for Kubernetes and EC2: what the page shows, synthesized, parsed and run."""

from __future__ import annotations

import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from aws_cdk import Stack
from aws_cdk.assertions import Template

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError
from rig.prepare import ROOT

PAGE = (ROOT / "docs" / "agent_elsewhere.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the names that the code of the page defines."""
    file = tmp_path_factory.mktemp("page") / "page.py"
    file.write_text("\n".join(blocks("python")), encoding="utf-8")
    return runpy.run_path(str(file))


@pytest.fixture(scope="module")
def template(page: dict[str, Any]) -> Template:
    return Template.from_stack(page["stack"])


def env(container: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in container["env"]}


def test_the_manifest_has_the_variables_and_the_service_account_of_the_code(
    page: dict[str, Any], template: Template
) -> None:
    account, deployment = (yaml.safe_load(part) for part in blocks("yaml")[0].split("---\n"))
    pod = deployment["spec"]["template"]["spec"]
    [agent], [application] = pod["initContainers"], pod["containers"]

    assert env(agent) == page["variables"].agent
    assert env(application) == page["variables"].application
    assert agent["restartPolicy"] == "Always"
    assert agent["startupProbe"]["httpGet"] == {"path": "/ping", "port": agent["ports"][0]["name"]}
    assert (
        deployment["spec"]["selector"]["matchLabels"]
        == (deployment["spec"]["template"]["metadata"]["labels"])
    )
    template.has_resource_properties(
        "AWS::EKS::PodIdentityAssociation",
        {
            "Namespace": account["metadata"]["namespace"],
            "ServiceAccount": pod["serviceAccountName"],
        },
    )
    assert account["metadata"]["name"] == pod["serviceAccountName"]
    assert account["metadata"]["namespace"] == deployment["metadata"]["namespace"]


@pytest.mark.parametrize(
    ("role", "waiting", "service"),
    [
        ("Pods", "AWS::EKS::PodIdentityAssociation", "pods.eks.amazonaws.com"),
        ("Server", "AWS::EC2::LaunchTemplate", "ec2.amazonaws.com"),
    ],
)
def test_who_reads_may_read_just_the_profile_and_waits_for_the_permission(
    template: Template, role: str, waiting: str, service: str
) -> None:
    [(role_id, made)] = [
        (id, each)
        for id, each in template.find_resources("AWS::IAM::Role").items()
        if id.startswith(role)
    ]
    [(policy_id, policy)] = [
        (id, each)
        for id, each in template.find_resources("AWS::IAM::Policy").items()
        if each["Properties"]["Roles"] == [{"Ref": role_id}]
    ]
    [trust] = made["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    [read] = policy["Properties"]["PolicyDocument"]["Statement"]
    [waits] = template.find_resources(waiting).values()

    assert trust["Principal"] == {"Service": service}
    assert read["Action"] == [
        "appconfig:StartConfigurationSession",
        "appconfig:GetLatestConfiguration",
    ]
    assert read["Resource"]["Fn::Join"][1][-2] == "/configuration/"
    assert policy_id in waits["DependsOn"]


def test_pods_may_be_told_apart_by_tags_of_their_session(template: Template) -> None:
    template.has_resource_properties(
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Action": ["sts:AssumeRole", "sts:TagSession"],
                        "Effect": "Allow",
                        "Principal": {"Service": "pods.eks.amazonaws.com"},
                    }
                ]
            }
        },
    )


def test_the_user_data_runs_and_leaves_the_variables_to_systemd(
    page: dict[str, Any], tmp_path: Path
) -> None:
    script = page["user_data"].render().replace("/etc/systemd", f"{tmp_path}/etc/systemd")
    stubs = 'yum() { echo "yum $*"; }; systemctl() { echo "systemctl $*"; }\n'
    done = subprocess.run(
        ["/bin/bash", "-e", "-c", stubs + script], check=True, capture_output=True, text=True
    )

    [drop_in] = tmp_path.rglob("aws-appconfig-agent.service.d/*.conf")
    head, *lines = drop_in.read_text().splitlines()
    assert head == "[Service]"
    assert lines == [
        'Environment="SERVICE_REGION=eu-west-1"',
        'Environment="POLL_INTERVAL=30"',
        'Environment="PREFETCH_LIST=shop:prod:checkout"',
    ]
    install, reload, start = done.stdout.splitlines()
    assert install.startswith("yum install -y https://s3.amazonaws.com/aws-appconfig-downloads/")
    assert (reload, start) == (
        "systemctl daemon-reload",
        "systemctl enable --now aws-appconfig-agent",
    )


def test_variables_of_ones_own_agent_are_checked_as_elsewhere(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    found = beta.agent_variables(profiles=[checkout], prefetch=False, port=2773)

    assert found.agent == {"SERVICE_REGION": stack.region, "HTTP_PORT": "2773"}
    with pytest.raises(AppConfigError) as error:
        beta.agent_variables(profiles=[], port=0)
    assert [(each.id, each.message) for each in error.value.findings] == [
        ("APPCONFIG477", "the agent would read no profile"),
        ("APPCONFIG478", "port is 0"),
    ]
