"""A function that lets through data with an even limit only."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_

from tests.readers import function

_CODE = """
import base64, json
def handler(event, context):
    limit = json.loads(base64.b64decode(event["content"]))["limit"]
    if limit % 2:
        raise ValueError(f"{limit} is not even")
"""


def even_numbers_only(stack: Stack) -> lambda_.Function:
    """Return the function."""
    return function(stack, "Even", code=_CODE)
