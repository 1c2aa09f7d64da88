"""Reading the environment: an unreadable variable stops the process and says what to write instead.

An empty variable counts as absent: that is what `VAR= command` and most service managers mean by it.
"""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, *, default: str = "") -> str:
    """Return a variable without the spaces around it."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a boolean variable; an unreadable value is an error, never False."""
    raw = text(name)
    if not raw:
        return default
    if (value := raw.lower()) in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={raw!r} is not a boolean: use 1 or 0.")


def integer(name: str, *, default: int, least: int = 0, most: int | None = None) -> int:
    """Return a whole number between two bounds."""
    raw = text(name)
    if not raw:
        return default
    bounds = f"a whole number from {least}" + (f" to {most}" if most is not None else " up")
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a number: use {bounds}.") from None
    if value < least or (most is not None and value > most):
        raise ImproperlyConfigured(f"{name}={raw} is out of bounds: use {bounds}.")
    return value


def names(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Return a list of words separated by commas."""
    raw = text(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def origins(name: str) -> list[str]:
    """Return a list of origins, each a scheme and a host and nothing more."""
    values = names(name)
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise ImproperlyConfigured(
                f"{name}: {value!r} is not an origin: write https://host, several separated by commas."
            )
    return [value.rstrip("/") for value in values]


def database_url(name: str) -> str:
    """Return the address of a PostgreSQL database, or nothing; the password never shows in the error."""
    raw = text(name)
    if raw and urlsplit(raw).scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{name} does not name a PostgreSQL database: write postgresql://role:password@host:5432/database."
        )
    return raw
