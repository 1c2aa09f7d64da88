"""The interface for other software: read-only, described by itself, closed without a token.

Every operation is a GET that names the scope it needs. What an answer holds is listed by its schema, field by field:
nothing of a member, of a contribution, or of what anyone does here has a field to be in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from charter_site.api import marks, problems
from charter_site.api.access import Token
from charter_site.pages.errors import OUT_OF_REACH
from governance.tokens.models import Scope

DESCRIPTION = """\
Read-only: validated versions of the cooperation charter, their clauses, wordings and competences, what changed from
one to another, and job descriptions with what they quote. Everything described here answers GET (and HEAD).

Each request carries a token (`Authorization: Bearer prefix.secret`), granted by an administrator of the site, with
scopes and a last day. Each answer has an `ETag`: send it back in `If-None-Match`, and the answer is 304 as long as
nothing changed. Sentences are in the language of `Accept-Language` (`fr` or `en`); the words of the charter are in its
own. What is not validated is not here; nor are people, contributions, or anything about who does what on the site.
"""
# A job description is kept by whoever asked for it, not by what lies between.
KEPT = {Scope.CHARTER: "private, no-cache", Scope.PROFILES: "no-store"}
SAID = {
    "ETag": "The mark of this answer: send it back in If-None-Match.",
    "Cache-Control": "Who may keep it.",
    "Vary": "What else it depends on.",
}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "required": True, "schema": {"type": "string"}}


MARKED = {name: _header(description) for name, description in SAID.items()}
RESPONSES: dict[int, dict[str, Any]] = {
    200: {"headers": MARKED},
    304: {"description": "Nothing changed since the answer that If-None-Match names.", "headers": MARKED},
    400: {"description": "The request is malformed."},
    401: {
        "description": "No token, or one that is unknown, expired or revoked.",
        "headers": {"WWW-Authenticate": _header("How to be let in.")},
    },
    403: {"description": "The token lacks the scope of this operation."},
    404: {"description": "What is asked for does not exist, or is not validated."},
    405: {"description": "Only GET and HEAD.", "headers": {"Allow": _header("The methods that are taken.")}},
    422: {"description": "A parameter has a value that it cannot take, or does not exist."},
    503: {
        "description": "The database is away: ask again later.",
        "headers": {"Retry-After": _header("After how many seconds.")},
    },
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of an answer that is known already.",
    "schema": {"type": "string"},
}


class PlainLetters(JSONRenderer):
    """JSON whose letters are themselves, accents included."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """Ninja's, whose answers are all JSON, closed to sessions, and marked."""

    def operation(self, path: str, answer: Any, *, scope: Scope) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a GET: its address, what it answers, the scope it needs. Its docstring is its description."""
        others = {status: problems.Problem for status in RESPONSES if status >= 400}

        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            first, _blank, more = (view.__doc__ or "").partition("\n\n")
            return self.get(  # type: ignore[no-any-return]
                path,
                response={200: answer, 304: None, **others},
                auth=Token(scope),
                operation_id=view.__name__,
                url_name=f"api-{view.__name__.replace('_', '-')}",
                summary=" ".join(first.split()),
                description=f"{' '.join(more.split())}\n\nScope: `{scope.value}`.".strip(),
                tags=[scope.value],
                openapi_extra={"responses": RESPONSES, "parameters": [IF_NONE_MATCH]},
            )(view)

        return declare

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description: the scopes that each operation needs, and parameters as they travel."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                operation["security"] = [{Token.__name__: operation["tags"]}]
                operation["parameters"] = [_as_it_travels(parameter) for parameter in operation["parameters"]]
        return schema

    def addresses(self) -> list[URLPattern]:
        """Every address below the interface; what is none of its own answers 404, as JSON."""
        patterns: list[Any] = self.urls[0]
        for pattern in patterns:
            pattern.callback = _answering(pattern.callback)
        return [*patterns, re_path("", _answering(problems.no_such_address), name="api-nothing")]


def _as_it_travels(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is left out: an address has no way to write nothing."""
    kinds = [kind for kind in parameter["schema"].get("anyOf", []) if kind != {"type": "null"}]
    if not kinds:
        return parameter
    [kind] = kinds
    return {**parameter, "schema": kind, "description": kind.get("description", "")}


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Close a view of the interface to sessions, and finish what it answers: HEAD, 405, mark, headers."""

    @wraps(view, updated=())
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":  # whoever sends the answer leaves its body out
            request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = asked
        if isinstance(response, HttpResponseNotAllowed):
            response = problems.not_allowed(request, "GET, HEAD")
        response = marks.sealed_with(request, response)
        if response.status_code in (200, 304) and (scope := getattr(request, "scope_asked", None)):
            response.headers["Cache-Control"] = KEPT[scope]
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        return response

    return csrf_exempt(login_not_required(answer))


def _only_what_is_read(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a parameter that the operation does not have: a misspelt filter would filter nothing, in silence."""

    @wraps(view)
    def strict(request: HttpRequest, **known: Any) -> Any:
        if unknown := request.GET.keys() - known.keys():
            raise problems.NotUnderstood(unknown)
        return view(request, **known)

    return strict


def _is_a_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Leave it to the site's own last word, which is in the journal; never a trace in an answer."""
    raise error


def _build() -> Interface:
    made = Interface(
        title="Cooperation charter",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        renderer=PlainLetters(),
        docs_url=None,
        openapi_url="/openapi.json",
    )
    made.add_decorator(_only_what_is_read)
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        AuthenticationError: problems.no_token,
        AuthorizationError: problems.not_in_scope,
        ValidationError: problems.not_valid,
        problems.NotUnderstood: problems.not_understood,
        problems.NotThere: problems.not_there,
        marks.Unchanged: marks.unchanged,
        Exception: _is_a_fault,
        **dict.fromkeys(OUT_OF_REACH, problems.out_of_reach),
    }
    for error, handler in handlers.items():
        made.add_exception_handler(error, handler)
    return made


api = _build()
read_charter = partial(api.operation, scope=Scope.CHARTER)
read_profiles = partial(api.operation, scope=Scope.PROFILES)
