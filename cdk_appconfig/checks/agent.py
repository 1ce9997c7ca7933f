"""AppConfig Agent beside an application: what it can be given, and where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_EXTENSION = f"{_GUIDE}/appconfig-integration-lambda-extensions.html"
_CONFIG = f"{_GUIDE}/appconfig-integration-lambda-extensions-config.html"
_IMAGES = f"{_GUIDE}/appconfig-integration-lambda-extensions-container-image.html"

NOT_A_FUNCTION = Check(
    id="APPCONFIG470",
    summary="The agent is added to something whose code and variables this app does not set",
    rule="the agent is a layer and variables of a function, which only the app that makes the "
    "function can set",
    source=_EXTENSION,
    evidence="documented",
)
CONTAINER_IMAGE = Check(
    id="APPCONFIG471",
    summary="The agent is a layer of a function that is a container image, or in the image of none",
    rule="a function that is a container image has no layers: the agent is part of the image",
    source=_IMAGES,
    evidence="documented",
)
PROFILES = Check(
    id="APPCONFIG477",
    summary="The agent is told to read nothing, or what the environment does not serve",
    rule="the agent reads profiles of the application that the environment belongs to",
    source=_EXTENSION,
    evidence="documented",
)
SETTING = Check(
    id="APPCONFIG478",
    summary="A setting of the agent is none that it knows",
    rule="the agent reads its settings from variables, each of a form of its own",
    source=_CONFIG,
    evidence="documented",
)
SETTING_TWICE = Check(
    id="APPCONFIG479",
    summary="A variable for the agent or for those who ask it has another value already",
    rule="one agent serves all environments and profiles of an application, with one set of "
    "variables",
    source=_CONFIG,
    evidence="documented",
)
CIRCLE = Check(
    id="APPCONFIG480",
    summary="Two stacks would wait for each other",
    rule="what a function may read is named by ids, which exist once the stack of the environment "
    "is deployed; that stack cannot wait for the function's in turn",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-stack-exports.html",
    evidence="documented",
)
COMMA = Check(
    id="APPCONFIG481",
    summary="A name cannot be part of the agent's list",
    rule="the agent fetches a list of configurations first, which are separated by commas",
    source=_CONFIG,
    evidence="documented",
)

NOT_A_TASK = Check(
    id="APPCONFIG482",
    summary="The agent is added to a task that is not made here, or has no container",
    rule="the agent is a container of a task, and the containers of applications start after it",
    source=f"{_GUIDE}/appconfig-integration-containers-agent-starting-ecs.html",
    evidence="documented",
)
ROLES = Check(
    id="APPCONFIG484",
    summary="One agent would read with a role what it is to read without it",
    rule="the role of an agent's variables is that of everything it reads; only its manifest has "
    "a role for each configuration",
    source=f"{_GUIDE}/appconfig-agent-how-to-use-additional-features-multi-account.html",
    evidence="documented",
)
REGIONS = Check(
    id="APPCONFIG487",
    summary="One agent would read from two regions",
    rule="an agent asks AppConfig in one region: its own, or that of its variables",
    source=_CONFIG,
    evidence="documented",
)
BRIDGE = Check(
    id="APPCONFIG486",
    summary="Containers of a task do not reach the agent on localhost",
    rule="containers of a task share localhost in the network modes awsvpc and host",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html",
    evidence="documented",
    severity="warning",
)
ACCOUNT = Check(
    id="APPCONFIG485",
    summary="An environment of another account is read without a role",
    rule="an application of another account reads with a role of the environment's account",
    source=f"{_GUIDE}/appconfig-agent-how-to-use-additional-features-multi-account.html",
    evidence="documented",
)


def imported_task(task: str, where: str) -> Finding:
    """Return the finding that a task definition is not made by this app."""
    return NOT_A_TASK.at(
        where,
        message=f"the task definition {task} exists already, or is none of the L2",
        found=task,
        fix="add the agent in the app that makes the task definition; one of the L1 gets a "
        "container of your own, with the variables of environment.agent_variables(profiles=[…])",
    )


def no_container(task: str, where: str) -> Finding:
    """Return the finding that a task has no container yet that could wait for the agent."""
    return NOT_A_TASK.at(
        where,
        message=f"the task definition {task} has no container yet that waits for the agent",
        found=task,
        fix="add the container of the application first, or pass containers=[…]",
    )


def no_shared_localhost(task: str, where: str) -> Finding:
    """Return the finding that the containers of a task do not share ``localhost``."""
    return BRIDGE.at(
        where,
        message=f"the task definition {task} has neither the network mode awsvpc nor host",
        found=task,
        fix="pass network_mode=ecs.NetworkMode.AWS_VPC; or link the containers to the agent, and "
        "let them ask AppConfigAgent in place of localhost",
    )


def imported_function(function: str, where: str) -> Finding:
    """Return the finding that a function is not made by this app."""
    return NOT_A_FUNCTION.at(
        where,
        message=f"the function {function} exists already, or is none of the L2 or the L1",
        found=function,
        fix="add the agent in the app that makes the function; its role is allowed to read with "
        "environment.grant_read_config(role, profiles=[…])",
    )


def container_image(function: str, where: str) -> Finding:
    """Return the finding that a function is a container image."""
    return CONTAINER_IMAGE.at(
        where,
        message=f"the function {function} is a container image",
        found="container image",
        fix="copy the layer into the image, and pass agent_in_image=True",
    )


def no_image(function: str, where: str) -> Finding:
    """Return the finding that a function is no container image that could have the agent."""
    return CONTAINER_IMAGE.at(
        where,
        message=f"the function {function} is no container image",
        found=function,
        fix="leave agent_in_image out",
    )


def roles_differ(reader: str, where: str) -> Finding:
    """Return the finding that an agent would read with a role in one place and without in another.

    Args:
        reader: Path of the function or the task definition.
        where: Construct path of the environment.
    """
    return ROLES.at(
        where,
        message=f"{reader} reads one environment with role_arn, and another one without",
        found=reader,
        fix="pass role_arn in each call or in none, or credentials in manifest={…}",
    )


def regions_differ(reader: str, one: str, other: str, where: str) -> Finding:
    """Return the finding that an agent would read from two regions.

    Args:
        reader: Path of the function or the task definition.
        one: The region that it reads from already.
        other: That of the environment.
        where: Construct path of the environment.
    """
    return REGIONS.at(
        where,
        message=f"{reader} reads from {one}, the environment is in {other}",
        found=other,
        fix="read it from a function or a task of its own; or pass service_region in each call",
    )


def account_without_role(reader: str, own: str, theirs: str, where: str) -> Finding:
    """Return the finding that an environment of another account is read without a role.

    Args:
        reader: Path of the function or the task definition.
        own: Its account.
        theirs: Account of the environment.
        where: Construct path of the environment.
    """
    return ACCOUNT.at(
        where,
        message=f"{reader} is in account {own}, the environment in {theirs}",
        found=theirs,
        fix="make a role there with environment.reader_role([…]), and pass its ARN as role_arn",
    )


def no_profiles(where: str) -> Finding:
    """Return the finding that there is nothing to read."""
    return PROFILES.at(
        where, message="the agent would read no profile", found="[]", fix="pass profiles=[…]"
    )


def not_a_profile(found: object, where: str) -> Finding:
    """Return the finding that something is no profile."""
    return PROFILES.at(
        where,
        message=f"{shown(found)} is not a configuration profile",
        found=shown(found),
        fix="pass profiles of ours, of the L2 or of the L1",
    )


def foreign_profile(profile: str, where: str) -> Finding:
    """Return the finding that a profile belongs to another application."""
    return PROFILES.at(
        where,
        message=f"the profile {profile} belongs to another application than the environment",
        found=profile,
        fix="read it from an environment of its own application",
    )


def wrong_setting(name: str, value: object, expected: str, where: str) -> Finding:
    """Return the finding that the agent does not take a value for a setting."""
    return SETTING.at(
        where,
        message=f"{name} is {shown(value)}",
        found=shown(value),
        fix=f"pass {expected}",
    )


def layer_twice(function: str, where: str) -> Finding:
    """Return the finding that a function has the layer already."""
    return SETTING_TWICE.at(
        where,
        message=f"the function {function} has a layer with the agent already",
        found=function,
        fix="choose the layer where the agent is added first",
    )


def set_already(variable: str, old: object, new: str, owner: str, where: str) -> Finding:
    """Return the finding that a variable is already set to something else.

    Args:
        variable: Its name.
        old: What it is, by the app itself or by an earlier call.
        new: What it would be.
        owner: Path of the function or the container.
        where: Construct path of the environment.
    """
    return SETTING_TWICE.at(
        where,
        message=f"{variable} of {owner} is already {shown(old)}, and would be {shown(new)}",
        found=shown(new),
        fix="give a setting once, or the same value each time",
    )


def circle(environment_stack: str, function_stack: str, what: str, where: str) -> Finding:
    """Return the finding that the stack of an environment and that of a function are in a circle.

    Args:
        environment_stack: Path of the stack of the environment.
        function_stack: Path of the stack of the function.
        what: Why the environment's stack waits for the function's.
        where: Construct path of the environment.
    """
    return CIRCLE.at(
        where,
        message=f"the stack {function_stack} waits for {environment_stack}, which {what} "
        f"{function_stack}",
        found=f"{environment_stack} and {function_stack}",
        fix="put both into one stack, or name what crosses: give the alarm an alarm_name and watch "
        "its ARN as text, or import the environment into the function's stack by its id",
    )


def comma_findings(names: Sequence[str], where: str) -> Iterator[Finding]:
    """Yield the finding that a name has a comma in it."""
    for name in names:
        if "," in name:
            yield COMMA.at(
                where,
                message=f"the name {shown(name)} has a comma in it",
                found=shown(name),
                fix="pass prefetch=False, or choose another name",
            )
