"""Fields of Word: those that only show something are taken, whatever way they are cut."""

from __future__ import annotations

import pytest

from charters.hr.word_templates.opening import judge
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import with_body, with_field

pytestmark = pytest.mark.usefixtures("english")

NESTED = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>REF dde</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText> c:\\cmd.exe</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
REFUSED = {
    "DDE": with_field("DDE c:\\\\windows\\\\cmd.exe"),
    "DDEAUTO": with_field(" ddeauto ", "c:\\\\cmd.exe"),
    "DDE cut letter by letter": with_field("D", "D", "E", " cmd"),
    "INCLUDETEXT": with_field('INCLUDETEXT "c:\\\\secret.docx"'),
    "INCLUDEPICTURE": with_field('INCLUDEPICTURE "http://evil.example/p.png" \\\\d'),
    "LINK": with_field("LINK Excel.Sheet.8"),
    "MACROBUTTON": with_field("MACROBUTTON AutoOpen click"),
    "QUOTE": with_field("QUOTE 68 68 69"),
    "IF": with_field("IF 1 = 1"),
    "a simple one": with_body('<w:p><w:fldSimple w:instr=" DDEAUTO cmd "/></w:p>'),
    "one that never ends": with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r></w:p>'
    ),
    "one that never begins": with_body("<w:p><w:r><w:instrText>DDE cmd</w:instrText></w:r></w:p>"),
    "one struck out": with_body("<w:p><w:r><w:delInstrText>DDE cmd</w:delInstrText></w:r></w:p>"),
    "one whose name another makes": with_body(NESTED),
    "one that says nothing": with_field(" "),
    "a link to a share": with_field('HYPERLINK "\\\\\\\\evil.example\\\\x"'),
    "a link to a file": with_field('HYPERLINK "file:///c:/x.exe"'),
    "a link whose target another makes": with_field("HYPERLINK "),
    "a link with a false bookmark": with_field('HYPERLINK \\l "a" "file:///c:/x.exe"'),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_field_that_fetches_or_runs_is_refused(case: str):
    with pytest.raises(Refused, match=r"field|fetches"):
        judge(REFUSED[case])


def test_merge_fields_are_told_what_replaces_them():
    with pytest.raises(Refused, match="placeholder"):
        judge(with_field("MERGEFIELD Nom"))


def test_many_fields_inside_one_another_are_refused():
    with pytest.raises(Refused, match="far larger"):
        judge(with_body("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 30 + "</w:p>"))


@pytest.mark.parametrize(
    "words",
    [
        "PAGE", " numpages ", 'DATE \\@ "d MMMM yyyy"', 'TOC \\o "1-3" \\h', 'HYPERLINK "https://example.org/" \\o "a"',
        'HYPERLINK \\l "_Toc1"', "STYLEREF Titre", "FORMTEXT", "=SUM(ABOVE)", "PAGEREF _Toc1 \\h",
    ],
)  # fmt: skip
def test_a_field_that_only_shows_is_taken(words: str):
    assert judge(with_field(words))
