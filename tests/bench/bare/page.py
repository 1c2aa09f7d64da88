"""The bare page: one query, one template; no session, no permission, no history, none of our middleware."""

import random
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines

ADDRESS, REDLINE, FORGETS = "/bare", "/bare/redline", "/bare/forgets"
TEMPLATE = """<!doctype html><html lang="fr"><head><title>Charte</title></head><body>
{% for clause in clauses %}<section id="c{{ clause.number }}"><h3>{{ clause.number }} {{ clause.title }}</h3>
{{ clause.text|linebreaks }}<footer>{{ clause.status }} - {{ clause.author.name }} - {{ clause.comment_count }} commentaires</footer></section>
{% endfor %}</body></html>"""  # noqa: E501


COMPARED = """<!doctype html><html lang="fr"><head><title>Charte</title></head><body>{% load redline %}
{% redline before after anchor="change" %}{% redline_changes before after anchor="change" %}</body></html>"""


@cache
def template() -> Any:
    return engines["django"].from_string(TEMPLATE)


def bare_page(request: HttpRequest) -> HttpResponse:
    """Two hundred clauses in one query of ordinary instances."""
    from tests.bench.bare.models import BareClause

    clauses = BareClause.objects.select_related("author").order_by("position")[:200]
    return HttpResponse(template().render({"clauses": clauses}))


@cache
def compared() -> tuple[Any, str, str]:
    from tests.bench.deliberating import two_texts

    return engines["django"].from_string(COMPARED), *two_texts(random.Random(3000))


def redline_page(request: HttpRequest) -> HttpResponse:
    """Two texts of three thousand words, compared anew each time and shown with the list of their changes."""
    from charters.text import comparing

    comparing.compared.cache_clear()  # what is measured is the comparison, not its memory
    page, before, after = compared()
    return HttpResponse(page.render({"before": before, "after": after}))


def forget() -> None:
    """Empty every memory of markup and of comparisons: what is asked for next is made anew."""
    from charters.text import comparing
    from charters.versions.kept_markup import SHELF
    from governance import plain_text

    SHELF.clear()
    for memory in (comparing.compared, plain_text.french, plain_text.as_html):
        memory.cache_clear()


class BarePageMiddleware:
    """Answer for the bare page before anything of ours has run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(f"{FORGETS}/"):
            forget()
            request.path = request.path_info = request.path.removeprefix(FORGETS)
        page = {ADDRESS: bare_page, REDLINE: redline_page}.get(request.path, self.get_response)
        return page(request)
