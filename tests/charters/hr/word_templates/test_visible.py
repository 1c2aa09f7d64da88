"""What every document must say is said in plain sight, on all its pages: elsewhere, it counts for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import docx
import pytest
from docx.document import Document

from charters.hr.word_templates import faults
from charters.hr.word_templates.checking import check
from charters.hr.word_templates.marks import ALWAYS, Fault
from charters.hr.word_templates.placeholders import known
from charters.hr.word_templates.typesetter import Typesetter
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import EVERY, FILES, saved, with_body, with_changed

pytestmark = pytest.mark.usefixtures("english")

STATE = "<w:t>{{ document.etat }}</w:t>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read_here(content: bytes) -> set[str]:
    try:
        return Typesetter(content, known()).always
    except Fault as fault:
        raise faults.refusal({"code": fault.code, **fault.facts}) from None


def run(look: str) -> bytes:
    return with_body(f"<w:p><w:r><w:rPr>{look}</w:rPr>{STATE}</w:r></w:p>")


def dressed(look: str, *, kind: str = "paragraph", lines: str = "") -> bytes:
    """A template with a style made from another."""
    styles = f'<w:style w:type="{kind}" w:styleId="Base">{lines}<w:rPr>{look}</w:rPr></w:style>'
    styles += f'<w:style w:type="{kind}" w:styleId="Made"><w:basedOn w:val="Base"/></w:style>'
    return with_changed("word/styles.xml", lambda xml: xml.replace("</w:styles>", f"{styles}</w:styles>"))


def styled(look: str, *, lines: str = "") -> bytes:
    content = dressed(look, lines=lines)
    return with_body(f'<w:p><w:pPr><w:pStyle w:val="Made"/></w:pPr><w:r>{STATE}</w:r></w:p>', content)


BLACK_CELL = '<w:tcPr><w:shd w:val="clear" w:fill="1A2B3C"/></w:tcPr>'
HIDDEN = {
    "hidden text": run("<w:vanish/>"),
    "hidden text that says so": run('<w:vanish w:val="true"/>'),
    "white": run('<w:color w:val="FFFFFF"/>'),
    "nearly white": run('<w:color w:val="f0f0f0"/>'),
    "white by the theme": run('<w:color w:val="auto" w:themeColor="background1"/>'),
    "two colours": run('<w:color w:val="000000"/><w:color w:val="FFFFFF"/>'),
    "one point": run('<w:sz w:val="2"/>'),
    "three points and a half": run('<w:sz w:val="7"/>'),
    "no size": run('<w:sz w:val="x"/>'),
    "squeezed": run('<w:w w:val="1"/>'),
    "the colour of its ground": run('<w:color w:val="123456"/><w:shd w:val="clear" w:fill="123456"/>'),
    "the colour of its cell": with_body(
        f'<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:tc>{BLACK_CELL}<w:p><w:r><w:rPr>'
        f'<w:color w:val="1a2b3c"/></w:rPr>{STATE}</w:r></w:p></w:tc></w:tr></w:tbl>'
    ),
    "a hidden row": with_body(
        '<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>'
        f"<w:p><w:r>{STATE}</w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "a row of one point": with_body(
        '<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="20" w:hRule="exact"/>'
        f"</w:trPr><w:tc><w:p><w:r>{STATE}</w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "a line of one point": with_body(
        f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:r>{STATE}</w:r></w:p>'
    ),
    "struck out": with_body(f'<w:p><w:del w:id="1" w:author="a"><w:r>{STATE}</w:r></w:del></w:p>'),
    "moved away": with_body(f'<w:p><w:moveFrom w:id="1" w:author="a"><w:r>{STATE}</w:r></w:moveFrom></w:p>'),
    "one of two forms": with_body(
        f'<w:p><w:r><mc:AlternateContent {MC}><mc:Choice Requires="x">{STATE}</mc:Choice>'
        "<mc:Fallback><w:t> </w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "a run of nobody's": with_body(f'<w:p xmlns:x="urn:x"><x:r>{STATE}</x:r></w:p>'),
    "a run in what nobody reads": with_body(f'<w:p xmlns:x="urn:x"><x:a><w:r>{STATE}</w:r></x:a></w:p>'),
    "the result of a field": with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>{STATE}</w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "half of it hidden": with_body(
        "<w:p><w:r><w:t>{{ document.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>etat }}</w:t></w:r></w:p>"
    ),
    "written otherwise": with_body(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{{ ( document ).etat }}</w:t></w:r></w:p>"
    ),
    "hidden by its style": styled("<w:vanish/>"),
    "white by the style of its words": with_body(
        f'<w:p><w:r><w:rPr><w:rStyle w:val="Made"/></w:rPr>{STATE}</w:r></w:p>',
        dressed('<w:color w:val="FFFFFF"/>', kind="character"),
    ),
    "flat by its style": styled("", lines='<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>'),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_must_be_said_is_not_hidden(case: str):
    with pytest.raises(Refused, match=r"“\{\{ document.etat \}\}” stands where a reader may not see it"):
        read_here(HIDDEN[case])


SEEN = {
    "not hidden after all": run('<w:vanish w:val="0"/>'),
    "grey, in four points": run('<w:color w:val="808080"/><w:sz w:val="8"/>'),
    "another colour than its ground": run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="EEEEEE"/>'),
    "inserted": with_body(f'<w:p><w:ins w:id="1" w:author="a"><w:r>{STATE}</w:r></w:ins></w:p>'),
    "after a field": with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r>{STATE}</w:r></w:p>'
    ),
    "shown against its style": with_body(
        f'<w:p><w:pPr><w:pStyle w:val="Made"/></w:pPr><w:r><w:rPr><w:vanish w:val="false"/></w:rPr>{STATE}</w:r></w:p>',
        dressed("<w:vanish/>"),
    ),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_is_in_plain_sight_is_taken(case: str):
    assert set(ALWAYS) <= read_here(SEEN[case])


def headed(change: Callable[[Document], None]) -> bytes:
    """A template that says what it must in the foot of its pages, and has something more."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = " ".join(EVERY)
    change(document)
    return saved(document)


def own_first_page(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = True


def said_on_the_first_page_too(document: Document) -> None:
    own_first_page(document)
    document.sections[0].first_page_header.paragraphs[0].text = " ".join(EVERY)


def own_left_pages(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True


def another_section(document: Document) -> None:
    document.add_section()


def another_section_without(document: Document) -> None:
    document.add_section().footer.is_linked_to_previous = False


def a_section_that_may_go(document: Document) -> None:
    document.add_paragraph("{% if fiche.encadre %}")
    document.add_section()
    document.add_paragraph("{% endif %}")


def no_reference(document: Document) -> None:
    for reference in document.element.body.sectPr.footerReference_lst:
        document.element.body.sectPr.remove(reference)


@pytest.mark.parametrize("change", [lambda document: None, said_on_the_first_page_too, another_section])
def test_the_foot_of_all_pages_says_it(change):
    assert set(ALWAYS) <= read_here(headed(change))


@pytest.mark.parametrize(
    "change", [own_first_page, own_left_pages, another_section_without, a_section_that_may_go, no_reference]
)
def test_a_foot_that_some_pages_lack_does_not_say_it(change):
    assert not set(ALWAYS) & read_here(headed(change))


def test_a_foot_that_no_page_has_is_refused_with_where_to_write_it():
    with pytest.raises(Refused, match="the footer of all its pages"):
        check(headed(no_reference))


def test_a_footnote_does_not_say_it():
    marks = "<w:t>{{ document.etat }}</w:t><w:tab/><w:t>Charte"
    said = with_changed(
        "word/footnotes.xml", lambda xml: xml.replace("<w:t>Charte", marks), (FILES / "fiche.docx").read_bytes()
    )
    silent = with_changed("word/header1.xml", lambda xml: re.sub(r"<w:t\b[^>]*>[^<]*", "<w:t>", xml), said)
    assert "document.etat" in read_here(said)
    assert read_here(silent) & set(ALWAYS) == {"document.mention"}
