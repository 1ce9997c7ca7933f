"""Validators of a profile: run when a version is validated or deployed, and not before.

Rows: validator-schema-*-profile and -create (accepted, whatever is in them), the -validate rows,
validator-lambda-not-arn, validate-label-missing, deploy-version-missing; cal-deploy-validators.

Our reading: ``StartDeployment`` runs them as ``ValidateConfiguration`` does; a schema is judged by
a draft-04 checker of our own choice, so that texts behind "Original error message:" are its own;
a function that does not let AppConfig call it refuses. What is said of functions is in our words.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from typing import Any

import boto3
import jsonschema

from rig.strict.refusal import RefusedError
from rig.strict.seams import appconfig, guard_call, guard_resource, responses

__all__ = ["find_version", "install", "validate"]

_PRINCIPAL = {"Service": "appconfig.amazonaws.com"}
_ACCOUNT = re.compile(r"^arn:[^:]*:[^:]*:[^:]*:\d{12}:")


def install() -> None:
    """Check ARNs of functions when a profile is created or updated."""
    guard_call("_create_configuration_profile", lambda _, new: _check_arns(new))
    guard_call("_update_configuration_profile", lambda _, __, new: _check_arns(new))
    guard_resource("ConfigurationProfile", "create", lambda _, new, *__: _check_arns(new))
    guard_resource("ConfigurationProfile", "update", lambda _, __, new, *___: _check_arns(new))


def find_version(profile: Mapping[str, Any], version: str) -> Mapping[str, Any]:
    """Return a stored version by its number or its label.

    Raises:
        RefusedError: There is none.
    """
    prefix = f"{profile['ApplicationId']}/{profile['Id']}/"
    for key, record in appconfig._hosted_versions.items():
        if key == prefix + version or (
            key.startswith(prefix) and record.get("VersionLabel") == version
        ):
            found: Mapping[str, Any] = record
            return found
    what = (
        f"{profile['Name']} with version number {version}"
        if version.isdigit()
        else f"document with version label {version}"
    )
    raise RefusedError(
        f"Could not find configuration {what}", status=404, code="ResourceNotFoundException"
    )


def validate(profile: Mapping[str, Any], version: Mapping[str, Any]) -> None:
    """Run the validators of a profile over a stored version.

    Raises:
        RefusedError: One of them does not accept the version.
    """
    for validator in profile.get("Validators") or []:
        if validator["Type"] == "JSON_SCHEMA":
            _judge(validator["Content"], version["Content"])
        else:
            _invoke(validator["Content"], version)


def _check_arns(profile: Mapping[str, Any]) -> None:
    for validator in profile.get("Validators") or []:
        arn = validator["Content"]
        if validator["Type"] == "LAMBDA" and not _ACCOUNT.match(arn):
            raise RefusedError(f"ARN {arn} is invalid due to not containing an account ID.")


def _judge(text: str, content: bytes) -> None:
    """Judge content by a schema, as draft-04 whatever it declares."""
    try:
        schema = json.loads(text)
    except ValueError:
        schema = text  # read as one JSON string
    problem = _schema_problem(schema)
    if problem is None:
        problem = _content_problem(schema, content)
    if problem is not None:
        raise RefusedError(
            f"Could not build JSON schema from invalid input:\n {text}.\n"
            f" Original error message:\n{problem}"
        )


def _schema_problem(schema: Any) -> str | None:
    if not isinstance(schema, dict):
        return f"fatal: invalid JSON Schema, cannot continue: {schema!r} is no object"
    if any(not reference.startswith("#") for reference in _references(schema)):
        return "External schema references are not supported."
    try:
        jsonschema.Draft4Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        return f"fatal: invalid JSON Schema, cannot continue: {error.message}"
    return None


def _content_problem(schema: Any, content: bytes) -> str | None:
    try:
        jsonschema.Draft4Validator(schema).validate(json.loads(content))
    except jsonschema.ValidationError as error:
        return f"[message: {error.message!r} - parent node: /{'/'.join(map(str, error.path))}]"
    except ValueError as error:
        return str(error)
    return None


def _references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [reference for one in schema for reference in _references(one)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
    return own + [reference for one in schema.values() for reference in _references(one)]


def _invoke(function_arn: str, version: Mapping[str, Any]) -> None:
    """Let a function judge a version; the call comes back into this process."""
    event = {
        "applicationId": version["ApplicationId"],
        "configurationProfileId": version["ConfigurationProfileId"],
        "configurationVersion": str(version["VersionNumber"]),
        "content": base64.b64encode(version["Content"]).decode(),
        "uri": "hosted",
    }
    session = boto3.Session(
        aws_access_key_id=responses.get_account_id(),
        aws_secret_access_key="test",
        region_name=responses.get_region(),
    )
    client = session.client("lambda", endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}")
    try:
        policy = json.loads(client.get_policy(FunctionName=function_arn)["Policy"])
        answer = client.invoke(FunctionName=function_arn, Payload=json.dumps(event).encode())
    except client.exceptions.ResourceNotFoundException as error:
        raise RefusedError(f"Error invoking validator {function_arn}: {error}") from error
    if not any(one.get("Principal") == _PRINCIPAL for one in policy["Statement"]):
        raise RefusedError(f"Error invoking validator {function_arn}: AppConfig may not call it")
    if "FunctionError" in answer:
        reason = json.loads(answer["Payload"].read()).get("errorMessage", "")
        raise RefusedError(f"Error invoking validator {function_arn}: {reason}")
