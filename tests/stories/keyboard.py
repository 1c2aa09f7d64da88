"""Someone who has no mouse: whatever is done here is done with keys, on what the focus has reached.

The words are those of ``Person``: follow a link, fill a field, tick, press. The first page is opened; every other one
is reached through links and buttons.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from tests.stories.person import Person, _label, say

# More stops than any page of a story has: beyond, what is looked for is out of reach.
FAR = 150
ORDERS_OF_A_DATE = ("%d%m%Y", "%m%d%Y", "%Y%m%d")

# What the page is once the focus has moved: the stop, and what the former one looks like without the focus.
LOOK = """() => {
  const ring = (it) => {
    const style = getComputedStyle(it);
    const outline = style.outlineStyle === "none" || !parseFloat(style.outlineWidth) ? "none" : style.outline;
    return `${outline} / ${style.boxShadow}`;
  };
  const it = document.activeElement;
  const former = window.formerStop;
  if (it === former) return { moved: false };
  const without = former && former.isConnected ? ring(former) : "";
  if (!it || it === document.body) return { moved: true, without, ended: true };
  window.formerStop = it;
  const box = it.getClientRects()[0] || new DOMRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  return {
    moved: true, without, ended: false, id: (window.stops ??= []).push(it) - 1,
    name: `${it.tagName.toLowerCase()} ${it.id || it.name || it.textContent.trim().slice(0, 60)}`,
    width: box.width, height: box.height, ring: ring(it),
    inSight: Boolean(top) && (it.contains(top) || top.contains(it)),
  };
}"""

# What a mouse could act on, and no stop was made at. Of a radio group the focus reaches one.
MISSED = """() => {
  const stops = window.stops ?? [];
  const group = (it) => it.type === "radio" && stops.some((stop) => stop.name === it.name && stop.form === it.form);
  const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  return [...all].filter((it) => it.checkVisibility() && !it.disabled && !stops.includes(it) && !group(it))
    .map((it) => it.outerHTML.slice(0, 120));
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus was, and how it was drawn there: ``ring`` with the focus, ``without`` once it had left."""

    name: str
    width: float
    height: float
    ring: str
    without: str
    is_in_sight: bool

    @property
    def is_drawn(self) -> bool:
        return self.ring != "none / none" and self.ring != self.without


class KeyboardPerson(Person):
    """One browser, one person, one keyboard."""

    opened = False

    def open(self, path: str) -> None:
        """Open the first page; the others are reached from it."""
        assert not self.opened, "By keyboard, one follows a link."
        self.opened = True
        super().open(path)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/accounts/login/")
        self._type_in(self.page.locator('input[name="login"]'), email)
        self._type_in(self.page.locator('input[name="password"]'), password)
        self.enter()
        expect(self.page.locator("footer").get_by_role("button", name=say("Sign out"))).to_be_attached()

    # --- Keys ---

    def key(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self) -> None:
        """Press Enter on what leads to another page, or to another place of this one."""
        with self.page.expect_navigation(wait_until="load"):
            self.key("Enter")

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the focus is there, unless it is already."""
        expect(target.first, f"{target} is not on {self.page.url}").to_be_attached()
        target.evaluate_all("(found) => { window.wanted = found; }")
        for _ in range(FAR):
            if self.page.evaluate("() => window.wanted.includes(document.activeElement)"):
                return
            self.key("Tab")
        raise AssertionError(f"Tab does not reach {target} on {self.page.url}")

    # --- What one does with them ---

    def skip_to_content(self) -> None:
        """Take the first link of the page; the focus is then at the beginning of its content."""
        self.tab_to(self.page.get_by_role("link", name=say("Go to the content"), exact=True))
        self.enter()
        expect(self.page.locator("main")).to_be_focused()

    def follow(self, link: str, **values: Any) -> None:
        self.follow_words(say(link, **values))

    def follow_words(self, words: str) -> None:
        """Follow a link that says what someone wrote."""
        self.tab_to(self.page.get_by_role("link", name=words))
        self.enter()

    def press(self, button: str, **values: Any) -> None:
        self.tab_to(self.page.get_by_role("button", name=say(button, **values)))
        self.enter()

    def unfold(self, summary: str, **values: Any) -> None:
        self.tab_to(self.page.locator("summary", has_text=say(summary, **values)))
        self.key("Enter")

    def fill(self, label: str, words: str, **values: Any) -> None:
        self._type_in(self.field(label, **values), words)

    def fill_day(self, label: str, day: datetime.date) -> None:
        """Type the digits of a day, in the order in which this browser asks for them."""
        field = self.field(label)
        self.tab_to(field)
        for order in ORDERS_OF_A_DATE:
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            self.key("ArrowLeft", "ArrowLeft", "ArrowLeft")
        raise AssertionError(f"{day} cannot be typed: the field says {field.input_value()!r}")

    def select(self, label: str, option: str) -> None:
        field = self.field(label)
        self.tab_to(field)
        self.key("Home")
        for _ in range(field.locator("option").count()):
            if field.locator("option:checked").inner_text() == say(option):
                return
            self.key("ArrowDown")
        raise AssertionError(f"{option!r} cannot be chosen in {label!r}")

    def tick(self, label: str, **values: Any) -> None:
        """Choose a radio button: the focus enters its group, arrows move inside it."""
        choice = self.field(label, **values)
        group = self.page.locator(f'main input[name="{choice.get_attribute("name")}"]')
        self.tab_to(group)
        for _ in range(group.count()):
            if self.page.locator(":focus").and_(choice).count():
                break
            self.key("ArrowDown")
        if not choice.is_checked():
            self.key("Space")
        expect(choice).to_be_checked()

    def field(self, label: str, **values: Any) -> Locator:
        return self.page.locator("main").get_by_label(_label(say(label, **values)))

    def _type_in(self, field: Locator, words: str) -> None:
        self.tab_to(field)
        self.key("Control+A")
        self.page.keyboard.type(words)
        expect(field).to_have_value(words)

    # --- What one sees of the focus ---

    def every_stop(self) -> list[Stop]:
        """Press Tab from the beginning of the page to its end, and look at the focus at each stop."""
        found: list[dict[str, Any]] = []
        for _ in range(FAR):
            self.key("Tab")
            look = self.page.evaluate(LOOK)
            if not look["moved"]:
                continue
            if found:
                found[-1]["without"] = look["without"]
            if look["ended"]:
                return [
                    Stop(each["name"], each["width"], each["height"], each["ring"], each["without"], each["inSight"])
                    for each in found
                ]
            found.append(look)
        raise AssertionError(f"Tab never leaves {self.page.url}: the last stop is {found[-1]['name']}")

    def missed(self) -> list[str]:
        """After ``every_stop``: what a mouse could act on, and the focus never reached."""
        return self.page.evaluate(MISSED)

    def is_told(self, sentence: str) -> None:
        """What was sent is refused: the focus is on what says why."""
        summary = self.page.locator("#form-errors, #refusal")
        expect(summary).to_be_focused()
        expect(summary).to_be_in_viewport()
        expect(summary).to_contain_text(say(sentence))

    def goes_to(self, label: str) -> None:
        """Follow, in what says why, the link to the field at fault."""
        self.tab_to(self.page.locator("#form-errors").get_by_role("link", name=say(label)))
        self.enter()
        expect(self.page.locator("main :is(input, select, textarea):focus")).to_be_in_viewport()
