"""A reader without JavaScript: reads a page, fills the form it shows, and sends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests.house.scenarios import LEFT_EMPTY, SCENARIOS, Scenario
from tests.house.world import World

WORDS = "Λογια που γραφτηκαν."
# What is typed in a field of each kind when nothing is there yet.
TYPED = {"email": "someone.else@test.example", "date": "2026-02-01", "month": "2026-02", "number": "1"}
NOT_TYPED = {"hidden", "submit", "button", "checkbox", "radio", "password"}
Values = dict[str, list[str]]


@dataclass(slots=True)
class Filled:
    """A form ready to be sent: by whom, where, with what; ``words`` are the fields in which people write."""

    client: Client
    address: str
    values: Values = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def send(self, values: Values | None = None, **options: Any) -> HttpResponse:
        return self.client.post(self.address, self.values if values is None else values, **options)

    def but(self, **other: Any) -> Values:
        """The same, with other words in some fields."""
        return self.values | {name: [value] for name, value in other.items()}


def filled(world: World, scenario: Scenario, reader: str = "") -> Filled:
    """The form of a scenario, as its reader finds it on the page and would send it."""
    client = world.client(reader or scenario.reader)
    ready = Filled(client, scenario.address(world))
    if scenario.kind == "act" and not scenario.sent_from:
        ready.values = {name: [value] for name, value in scenario.typed.items()}
        return ready
    source = _page_with(scenario) if scenario.kind == "act" else scenario
    page = client.get(source.address(world) + source.query, follow=True)
    form = _form_for(page, ready.address)
    ready.words = [entry.get("name") for entry in _entries(form) if _is_written_in(entry)]
    for name, value in _values(form):
        ready.values.setdefault(name, []).append(value)
    for entry in _entries(form):
        name = entry.get("name")
        key = next((key for key in scenario.typed if name == key or key.endswith("-") and name.startswith(key)), None)
        if key is not None:
            typed = scenario.typed[key]
            ready.values[name] = [""] if typed is LEFT_EMPTY else [typed or entry.get("value") or "on"]
        elif not any(ready.values.get(name, [])) and (value := _typed_in(entry)):
            ready.values[name] = [value]
    return ready


def _page_with(scenario: Scenario) -> Scenario:
    """The page that carries the form of an act: the one whose address begins with the same arguments."""
    return next(
        source
        for source in SCENARIOS
        if source.route == scenario.sent_from and source.args == scenario.args[: len(source.args)]
    )


def _form_for(page: Any, address: str) -> Any:
    here = page.request["PATH_INFO"]
    for form in html.fromstring(page.content).forms:
        action = urlsplit(form.get("action") or here).path
        if form.method == "POST" and action in (address, address if action == here else None):
            return form
    raise AssertionError(f"{here} has no form for {address}")


def _values(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send as the page came, with its main button; the token is the client's affair."""
    for entry in _entries(form):
        name, kind = entry.get("name"), entry.get("type", "text")
        if entry.tag == "select":
            chosen = [option for option in entry.iter("option") if option.get("selected") is not None]
            yield from ((name, option.get("value", "")) for option in chosen or list(entry.iter("option"))[:1])
        elif entry.tag == "textarea":
            # a text area begins with a line end that is not part of it
            yield name, (entry.text or "").removeprefix("\n")
        elif kind not in ("submit", "button") and (
            kind not in ("checkbox", "radio") or entry.get("checked") is not None
        ):
            yield name, entry.get("value", "")
    buttons = [button for button in form.iter("button") if button.get("type", "submit") == "submit"]
    main = [button for button in buttons if "btn-primary" in button.get("class", "")]
    pressed = next(iter(main or buttons), None)
    if pressed is not None and pressed.get("name"):
        yield pressed.get("name"), pressed.get("value", "")


def _entries(form: Any) -> Iterator[Any]:
    named = (entry for entry in form.iter("input", "select", "textarea") if entry.get("name"))
    return (entry for entry in named if entry.get("name") != "csrfmiddlewaretoken")


def _is_written_in(entry: Any) -> bool:
    return entry.tag == "textarea" or (entry.tag == "input" and entry.get("type", "text") in ("text", "email"))


def _typed_in(entry: Any) -> str:
    if entry.tag == "select":
        return next((option.get("value") for option in entry.iter("option") if option.get("value")), "")
    kind = entry.get("type", "text")
    if kind == "radio":
        return entry.get("value")
    return "" if kind in NOT_TYPED else TYPED.get(kind, WORDS)
