"""A look at arguments before anything is done with them."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from constructs import Construct

from cdk_appconfig.checks.argument import wrong_argument
from cdk_appconfig.checks.name import scope_id_taken
from cdk_appconfig.constructs._argument_kinds import KINDS
from cdk_appconfig.constructs._inputs import child_path, raise_for, words_for
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.findings import AppConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from cdk_appconfig.constructs._argument_kinds import Kind
    from cdk_appconfig.findings import Finding

__all__ = ["checked", "field_findings"]

P = ParamSpec("P")
R = TypeVar("R")

_TAKEN = re.compile(r"(?:Error: )?There is already a Construct with name '(?P<id>[^']*)' in .*")
"""How the CDK says that an id is used twice in a scope; to ask it first costs two questions."""
_UNMADE = "Don't know how to convert object to JSON: {!r}"
"""What jsii says of a construct that does not exist yet."""


def checked(**kinds: Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that looks at the arguments of a constructor or a method first.

    Args:
        kinds: What arguments are that are of another kind here than elsewhere, by name.

    Raises:
        AppConfigError: An argument is of another kind, or a construct id is used already. Nothing
            has been created then.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        known = {name: kind for name, kind in {**KINDS, **kinds}.items() if name in parameters}
        optional = {name for name in known if parameters[name].default is None}

        @functools.wraps(function)
        def first_look(*args: P.args, **kwargs: P.kwargs) -> R:
            given: dict[str, Any] = {**dict(zip(parameters, args, strict=False)), **kwargs}
            wrong = _wrong(given, known, optional)
            if wrong:
                call = _Call(function.__qualname__, given)
                raise_for(call.subject, _findings(given, wrong, call.where))
            try:
                return function(*args, **kwargs)
            except RuntimeError as error:
                _Call(function.__qualname__, given).refuse_taken_id(error)
                raise
            except TypeError as error:
                _Call(function.__qualname__, given).refuse_unmade(error)
                raise

        return first_look

    return decorate


def field_findings(value: Any) -> list[Finding]:
    """Return the findings that fields of a dataclass are of other kinds, as far as they are set."""
    given = {field.name: getattr(value, field.name) for field in fields(value)}
    return _findings(given, _wrong(given, KINDS, given), type(value).__name__)


def _wrong(
    given: Mapping[str, Any], kinds: Mapping[str, Kind], optional: Collection[str]
) -> dict[str, Kind]:
    """Return what arguments must be that are of another kind; ``None`` leaves some out."""
    return {
        name: kinds[name]
        for name, value in given.items()
        if name in kinds
        and not kinds[name].fits(value)
        and (value is not None or name not in optional)
    }


def _findings(given: Mapping[str, Any], wrong: Mapping[str, Kind], where: str) -> list[Finding]:
    return [
        wrong_argument(name, words_for(given[name]), kind.words, where)
        for name, kind in wrong.items()
    ]


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a constructor or a method that is about to be refused.

    Args:
        name: Its qualified name.
        given: Its arguments, by name.
    """

    name: str
    given: Mapping[str, Any]

    @property
    def where(self) -> str:
        """The path of what is made or asked, or what was called."""
        scope, asked = self.given.get("scope"), self.given.get("self")
        if isinstance(scope, Construct):
            return child_path(scope, self.given.get("id", "?"))
        if "scope" not in self.given and isinstance(asked, Construct):
            return place_of(asked).path
        return self.name.removesuffix(".__init__")

    @property
    def subject(self) -> str:
        """What was wanted: to make something, or to call a method of something."""
        where = self.where
        _, _, name = self.name.rpartition(".")
        if self.name.startswith(where):
            return where
        if name == "__init__":
            return f"{type(self.given['self']).__name__} {where}"
        return f"{name} of {where}"

    def refuse_unmade(self, error: TypeError) -> None:
        """Raise that a subclass asks for something before it exists, if this is what jsii says."""
        made = self.given.get("scope", self.given.get("self"))
        if str(error) == _UNMADE.format(made):
            name = type(made).__name__
            raise TypeError(f"{name} does not exist before super().__init__(scope, id)") from None

    def refuse_taken_id(self, error: RuntimeError) -> None:
        """Raise the finding that a construct id is used twice, if this is what the CDK says."""
        taken = _TAKEN.fullmatch(str(error))
        if taken is not None and taken["id"] == self.given.get("id", taken["id"]):
            scope = self.given.get("scope", self.given.get("self"))
            found = scope_id_taken(taken["id"], place_of(scope).path, self.where)
            raise AppConfigError(self.subject, [found]) from None
