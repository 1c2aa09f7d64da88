"""What the interface for other software says when it cannot answer: what happened, why, what to do next, as JSON.

The words are in the language that ``Accept-Language`` asks for; the status is what programs read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import AuthenticationError, AuthorizationError, ValidationError
from pydantic import Field

from charter_site.pages import errors

PREFIX = "/api/v1/"
DESCRIPTION = f"{PREFIX}openapi.json"
CONTENT_TYPE = "application/json; charset=utf-8"


class Problem(Schema):
    """Why there is no answer, in the reader's language."""

    what: str = Field(description="What happened.")
    why: str = Field(description="Why.")
    next: str = Field(description="What to do next.")


class NotThere(Exception):  # noqa: N818 what an operation found, as people say it
    """What was asked for does not exist here; ``str()`` says what."""


class NotUnderstood(Exception):  # noqa: N818
    """Parameters that the operation does not have; ``names`` says which."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = sorted(names)


def problem(status: int, *, what: str, why: str, then: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """The answer that says why there is none. No cache keeps it."""
    body = json.dumps({"what": what, "why": why, "next": then}, ensure_ascii=False)
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401, the same whether the token is missing, unknown, expired or revoked: nobody learns which."""
    return problem(
        401,
        what=_("This software was not let in."),
        why=_("It sent no token, or one that is unknown, expired or revoked."),
        then=_(
            "Send a valid token with each request, in the header “Authorization”, as “Bearer …”. "
            "An administrator of this site grants them."
        ),
        headers={"WWW-Authenticate": 'Bearer realm="charter"'},
    )


def not_in_scope(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
    """403: the token is valid and was not granted for this."""
    return problem(
        403,
        what=_("This token does not open that."),
        why=_("It was granted without the scope “%(scope)s”.") % {"scope": error.message},
        then=_("Ask an administrator of this site for a token that has it."),
    )


def not_there(request: HttpRequest, error: NotThere) -> HttpResponse:
    """404, of something that an operation looked for."""
    return problem(404, what=_("There is nothing here."), why=str(error), then=_see_description())


def no_such_address(request: HttpRequest) -> HttpResponse:
    """404, of an address that is not in the description."""
    return problem(
        404, what=_("There is nothing here."), why=_("No operation has this address."), then=_see_description()
    )


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: nothing is written from outside."""
    return problem(
        405,
        what=_("Nothing was done."),
        why=_("Other software only reads here: this address does not take this method."),
        then=_("Use GET. What is to change here is changed by people, on the pages of this site."),
        headers={"Allow": allowed},
    )


def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: each parameter that cannot be used, and why."""
    faults = [f"“{'.'.join(map(str, fault['loc'][1:]))}”: {_fault(fault)}" for fault in error.errors]
    return _not_usable(" ".join(faults))


def not_understood(request: HttpRequest, error: NotUnderstood) -> HttpResponse:
    """422: a parameter that no one reads would let a program believe that it was heard."""
    names = ", ".join(f"“{name[:60]}”" for name in error.names[:10])
    return _not_usable(_("This operation has no parameter %(names)s.") % {"names": names})


def out_of_reach(request: HttpRequest, error: Exception) -> HttpResponse:
    """503: the database does not answer."""
    return problem(
        503,
        what=_("There is no answer for the moment."),
        why=_("The database of this site does not answer."),
        then=_("Ask again in ten seconds; wait longer each time."),
        headers={"Retry-After": "10"},
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, as JSON below the interface, and as a page elsewhere."""
    if not request.path_info.startswith(PREFIX):
        return errors.bad_request(request, exception)
    return problem(
        400,
        what=_("This request cannot be read."),
        why=_("Its address, its host or one of its headers is malformed, or it carries more than this site accepts."),
        then=_see_description(),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away, as JSON below the interface, and as a page elsewhere."""
    if not request.path_info.startswith(PREFIX):
        return errors.server_error(request)
    fault = sys.exc_info()[1]
    if isinstance(fault, errors.OUT_OF_REACH):
        return out_of_reach(request, fault)
    return problem(
        500,
        what=_("Something of ours broke."),
        why=_("It is a fault of this site, not of the request; it is in its journal."),
        then=_("Tell an administrator of this site when it happened and at which address."),
    )


def _not_usable(why: str) -> HttpResponse:
    return problem(422, what=_("This request cannot be answered as it is."), why=why, then=_see_description())


def _see_description() -> str:
    return _("The addresses and their parameters are described at %(address)s.") % {"address": DESCRIPTION}


def _fault(fault: dict[str, Any]) -> str:
    """What is wrong with a value, in words; the value itself is not repeated."""
    told = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return _("it is missing.")
        case "greater_than_equal":
            return _("it must be at least %(least)s.") % {"least": told["ge"]}
        case "less_than_equal":
            return _("it must be at most %(most)s.") % {"most": told["le"]}
        case "int_parsing" | "int_parsing_size" | "int_type" | "int_from_float":
            return _("it must be a whole number.")
        case "literal_error" | "enum":
            return _("it must be one of these: %(values)s.") % {"values": told["expected"]}
    return _("it does not have the form of such a value.")
