"""pydantic models and dataclasses, for apps that have them: pydantic is never imported here."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["document_of", "is_model", "is_model_type", "schema_of"]


def is_model(value: object) -> bool:
    """Tell whether a value is a pydantic model or an instance of a pydantic dataclass."""
    return is_model_type(type(value))


def is_model_type(value: type[Any]) -> bool:
    """Tell whether a class is a pydantic model or a pydantic dataclass."""
    return hasattr(value, "__pydantic_validator__")


def document_of(model: object) -> Any:
    """Return a model as JSON, by its aliases: what its own class reads again.

    Raises:
        ValueError: pydantic cannot write a value in it.
    """
    adapter = sys.modules["pydantic"].TypeAdapter(type(model))
    return adapter.dump_python(model, mode="json", by_alias=True)


def schema_of(cls: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema, of draft 2020-12, of what a class reads, by its aliases.

    Raises:
        ValueError: pydantic has no JSON Schema for one of its types.
    """
    pydantic = sys.modules["pydantic"]
    try:
        schema: dict[str, Any] = pydantic.TypeAdapter(cls).json_schema()
    except pydantic.PydanticUserError as error:
        raise ValueError(error.message) from None
    return schema
