"""What the web server runs."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charter_site.settings")

# The alphabets in which words may come; Python knows others, which are not ("hex", "bz2") or read no words ("idna").
ALPHABETS = ("ascii", "cp1252", "iso8859-1", "iso8859-15", "utf-8")


def in_known_alphabet(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Take out of a request the name of an alphabet in which nobody writes: it is read in UTF-8, as any other.

    Django looks an alphabet up before any of its parts can answer; what fails there has no page.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        content_type = environ.get("CONTENT_TYPE", "")
        if "charset" in content_type.lower() or "*" in content_type:
            environ["CONTENT_TYPE"] = _readable(content_type)
        return application(environ, start_response)

    return answer


def _readable(content_type: str) -> str:
    try:
        kind, said = parse_header_parameters(content_type)
    except (LookupError, ValueError):  # a parameter may name an alphabet of its own (RFC 2231)
        return content_type.partition(";")[0]
    if _is_known(said.pop("charset", "utf-8")):
        return content_type
    return "; ".join([kind, *(f'{name}="{value}"' for name, value in said.items())])


def _is_known(alphabet: str) -> bool:
    try:
        return codecs.lookup(alphabet).name in ALPHABETS
    except (LookupError, ValueError):
        return False


application = in_known_alphabet(get_wsgi_application())
