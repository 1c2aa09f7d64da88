"""What is drawn exists: icons in the sprite, classes in the stylesheet, hues for every kind of section."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.template import Context, Template

from charter_site.templatetags import look
from charters.models import Section

TEMPLATES = [*(settings.BASE_DIR / "templates").rglob("*.html")]
STATIC = settings.BASE_DIR / "static"
SPRITE = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))


def words_of(attribute: str, page: Path) -> set[str]:
    """The words of an attribute that are written in full, without what a tag decides."""
    words = set()
    for value in re.findall(rf'{attribute}="([^"]*)"', re.sub(r"{#.*?#}", "", page.read_text())):
        words |= set(re.sub(r"\S*{[{%].*?[%}]}\S*", " ", value).split())
    return words


def test_every_icon_is_in_the_sprite():
    drawn = {(name, page.name) for page in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', page.read_text())}
    assert {pair for pair in drawn if pair[0] not in SPRITE} == set()


def test_an_icon_is_decoration():
    drawn = Template('{% load look %}{% icon "seal" %}').render(Context())
    assert drawn.startswith('<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons')
    assert drawn.endswith('.svg#seal"></use></svg>')


def test_every_kind_of_section_has_its_own_hue():
    assert {look.hue(kind) for kind in Section.Kind.values} == {1, 2, 3, 4, 5}


def test_no_page_carries_a_style_or_a_script_of_its_own():
    for page in TEMPLATES:
        words = page.read_text()
        assert not re.search(r"\sstyle=|\son\w+=\"|<style|<script(?! src=)", words), page


def test_colours_are_written_in_the_tokens_only():
    """Elsewhere, only the footer (always dark), the mark of the header and the print sheet name one."""
    sheet = (STATIC / "css" / "app.css").read_text()
    after = sheet[sheet.index("@layer base {") : sheet.index("@layer print {")]
    lines = [
        line
        for line in after.splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b", line) and not re.search(r"url\(|@supports", line)
    ]
    allowed = (".site-footer", "--bs-btn-", ".brand__margin")
    assert [line for line in lines if not any(word in line for word in allowed)] == []


class Sample(forms.Form):
    title = forms.CharField(label="Title")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "The whole is wrong.")


def test_the_summary_leads_to_each_field_and_says_what_hangs_over_all():
    found = look.errors_of(Sample({}))
    assert found[0] == ("", "", "The whole is wrong.")
    assert ("id_title", "Title", "This field is required.") in found
    assert ("id_kind_0", "Kind", "This field is required.") in found
    assert ("", "", "This field is required.") in found  # hidden: there is nowhere to go
