"""The bare page: one query, one template; no session, no permission, no history, none of our middleware."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines

ADDRESS = "/bare"
TEMPLATE = """<!doctype html><html lang="fr"><head><title>Charte</title></head><body>
{% for clause in clauses %}<section id="c{{ clause.number }}"><h3>{{ clause.number }} {{ clause.title }}</h3>
{{ clause.text|linebreaks }}<footer>{{ clause.status }} - {{ clause.author.name }} - {{ clause.comment_count }} commentaires</footer></section>
{% endfor %}</body></html>"""  # noqa: E501


@cache
def template() -> Any:
    return engines["django"].from_string(TEMPLATE)


def bare_page(request: HttpRequest) -> HttpResponse:
    """Two hundred clauses in one query of ordinary instances."""
    from tests.bench.bare.models import BareClause

    clauses = BareClause.objects.select_related("author").order_by("position")[:200]
    return HttpResponse(template().render({"clauses": clauses}))


class BarePageMiddleware:
    """Answer for the bare page before anything of ours has run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return bare_page(request) if request.path == ADDRESS else self.get_response(request)
