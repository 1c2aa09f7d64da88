"""Someone at a browser: signs in, follows links, fills fields, presses buttons, by the words on the screen.

Sentences are given in English, as in the code, and looked up in the French catalogue: a better French word
breaks no story.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils import translation
from playwright.sync_api import BrowserContext, Page, expect


def say(sentence: str, *, context: str = "", plural: str = "", **values: Any) -> str:
    """The sentence as the screen says it, in French; one that counts its ``number`` comes with its plural.

    What has a plural is looked up with it: asked alone, some versions of Python find it and others do not.
    """
    with translation.override("fr"):
        if plural:
            words = translation.ngettext(sentence, plural, values["number"])
        else:
            words = translation.pgettext(context, sentence) if context else translation.gettext(sentence)
    return words % values if values else words


class Person:
    """One browser, one person."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, email: str, password: str) -> None:
        """Come in by the sign-in page."""
        self.open("/accounts/login/")
        self.page.locator('input[name="login"]').fill(email)
        self.page.locator('input[name="password"]').fill(password)
        self.page.locator("main").get_by_role("button", name=say("Sign in"), exact=True).click()
        expect(self.page.locator("footer").get_by_role("button", name=say("Sign out"))).to_be_attached()

    def fill(self, label: str, words: str, **values: Any) -> None:
        self.page.locator("main").get_by_label(_label(say(label, **values))).fill(words)

    def select(self, label: str, option: str) -> None:
        self.page.locator("main").get_by_label(_label(say(label))).select_option(label=say(option))

    def tick(self, label: str) -> None:
        """Tick a box, or choose a radio button."""
        self.page.locator("main").get_by_label(_label(say(label))).check()

    def press(self, button: str, **values: Any) -> None:
        self.page.get_by_role("button", name=say(button, **values)).first.click()

    def follow(self, link: str, **values: Any) -> None:
        """Follow a link to another page: one of the content, else one of the frame."""
        links = self.page.get_by_role("link", name=say(link, **values)).and_(self.page.locator("a:not([href^='#'])"))
        inside = self.page.locator("main").locator(links)
        (inside if inside.count() else links).first.click()

    def reads(self, words: str) -> None:
        """These words are on the page, whatever the kind of space between them."""
        expect(self.page.locator("main")).to_contain_text(re.compile(_loose(words)))

    def does_not_read(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(re.compile(_loose(words)))

    def downloads(self, link: str, folder: Path) -> Path:
        """Follow a link that gives a file; return the file under the name it came with."""
        with self.page.expect_download() as coming:
            self.follow(link)
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    def receives(self, button: str, folder: Path) -> Path:
        """Press a button that gives a file; return the file under the name it came with."""
        with self.page.expect_download() as coming:
            self.press(button)
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file


def _label(label: str) -> re.Pattern[str]:
    """The whole label, with or without the asterisk of what is required."""
    return re.compile(rf"^\s*{_loose(label)}\s*\*?\s*$")


def _loose(words: str) -> str:
    """Spaces of every kind are one, and so are apostrophes."""
    parts = (re.escape(part) for part in re.split(r"\s+", words.strip()))
    return re.sub("['’]", "['’]", r"\s+".join(parts))
