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
    "one after a result": with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/><w:instrText> DDE cmd</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "one behind another, outside of any": with_body(
        "<w:p><w:r><w:instrText>PAGE </w:instrText></w:r><w:r><w:instrText>DDE cmd</w:instrText></w:r></w:p>"
    ),
    "one behind another, inside": with_field("PAGE ", "DDE cmd"),
    "a simple one that says two things": with_body(
        '<w:p xmlns:x="urn:x"><w:fldSimple w:instr=" DDEAUTO cmd " x:instr=" PAGE "/></w:p>'
    ),
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


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:x"'


def shown(words: str, *, more: str = "") -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"{more}/></w:r>' for mark in ("begin", "end"))
    return f"<w:p {MC}>{begin}<w:r>{words}</w:r>{end}</w:p>"


PAGE, DDE = "<w:instrText> PAGE </w:instrText>", "<w:instrText> DDE cmd </w:instrText>"
AMBIGUOUS = {
    "fields that begin and do not": shown(PAGE, more=' x:fldCharType="foo"') + shown(DDE, more=' x:fldCharType="foo"'),
    "a mark of no kind": '<w:p><w:r><w:fldChar w:fldCharType="foo"/></w:r></w:p>',
    "a mark that says nothing": "<w:p><w:r><w:fldChar/></w:r></w:p>",
    "a mark without a namespace": '<w:p><w:r><w:fldChar fldCharType="begin"/></w:r></w:p>',
    "words of nobody's": shown(f"<x:instrText> PAGE </x:instrText>{DDE}"),
    "a simple one, twice": f'<w:p {MC}><w:fldSimple w:instr=" PAGE " x:instr=" PAGE "/></w:p>',
    "a simple one of nobody's": f'<w:p {MC}><x:fldSimple w:instr=" PAGE "/></w:p>',
    "words said elsewhere": f'<w:p {MC} x:instr="PAGE"/>',
}


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_what_bears_the_name_of_a_field_is_of_word(case: str):
    with pytest.raises(Refused, match="not built as"):
        judge(with_body(AMBIGUOUS[case]))


STRUCK = "<w:delInstrText> PAGE </w:delInstrText>"
TWO_FORMS = (
    '<mc:AlternateContent><mc:Choice Requires="x">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)
APART = {
    "struck out words before": shown(STRUCK + DDE),
    "a struck out passage": f'<w:p><w:del w:id="1"><w:r>{PAGE}</w:r></w:del></w:p>',
    "a passage moved away": f'<w:p><w:moveFrom w:id="1"><w:r>{PAGE}</w:r></w:moveFrom></w:p>',
    "a mark struck out": '<w:p><w:del w:id="1"><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:del></w:p>',
    "two forms": shown(TWO_FORMS.format(PAGE, DDE)),
    "a simple one in two forms": f"<w:p {MC}>" + TWO_FORMS.format('<w:fldSimple w:instr="PAGE"/>', "") + "</w:p>",
    "what nobody reads": shown(f"<x:a>{PAGE}</x:a>"),
    "what is nearly of Word": shown(f'<y:a xmlns:y="http://schemas.openxmlformats.org/any">{PAGE}</y:a>'),
}


@pytest.mark.parametrize("case", APART)
def test_a_field_that_programs_may_not_read_alike_is_refused(case: str):
    with pytest.raises(Refused, match=r"struck out.*then send"):
        judge(with_body(APART[case]))


def test_a_field_with_its_result_is_taken():
    separate = '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t>'
    assert judge(with_body(shown(PAGE + separate)))
