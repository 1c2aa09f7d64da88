"""Who is let in by the interface for other software: whoever shows a token, and nobody by a session."""

from __future__ import annotations

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables
from ninja.errors import AuthorizationError
from ninja.security.http import HttpAuthBase

from governance.tokens.granting import token_behind
from governance.tokens.models import ApiToken, Scope


class Token(HttpAuthBase):
    """``Authorization: Bearer prefix.secret``, and the scope without which the operation is refused. One query."""

    openapi_scheme = "bearer"
    openapi_bearerFormat = "prefix.secret"  # noqa: N815 the word of OpenAPI
    openapi_description = "A token that an administrator of the site granted, with its scopes and its last day."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    @sensitive_variables("shown")
    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The token, or nothing for a 401. Raises AuthorizationError for a 403."""
        setattr(request, "scope_asked", self.scope)  # noqa: B010 a request has no such attribute of its own
        scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
        token = token_behind(shown.strip()) if scheme.lower() == self.openapi_scheme else None
        if token and self.scope not in token.scopes:
            raise AuthorizationError(message=str(self.scope.value))
        return token
