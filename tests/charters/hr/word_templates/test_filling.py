"""A template filled: every word is there, none of them is XML, and the file says where it comes from."""

from __future__ import annotations

import dataclasses
import io
import time
import zipfile

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from lxml import etree

from charters.hr.kinds import DocumentKind
from charters.hr.sheets import Sheet, read_sheet
from charters.hr.word_templates.filling import MOST_KEPT, fill, prepared, presses_kept
from charters.hr.word_templates.marks import NEW_PARAGRAPH
from charters.hr.word_templates.opening import FILLED, judge
from charters.hr.word_templates.press import Press
from charters.hr.word_templates.sample import SEAL, sample_sheet
from charters.hr.word_templates.starter import write_starter
from charters.hr.word_templates.typesetter import _set_out
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import (
    BODY,
    EVERY,
    FILES,
    JPEG,
    RELATIONS,
    TYPES,
    parts_of,
    rows_of,
    template,
    with_body,
    with_changed,
    with_parts,
    with_relation,
    words_of,
)

pytestmark = pytest.mark.usefixtures("english")

EVIL = "</w:t></w:r></w:p><w:altChunk r:id='rId1'/> & \"mot\" 'mot' {{ fiche.lieu }} {% for %} {_{ x }_} \x07\x0c"


def filled(content: bytes, sheet: Sheet | None = None, **more) -> bytes:
    return fill(content, sheet or sample_sheet(), organisation="Aubrelle Agglomération", **more)


def saying(**words) -> Sheet:
    """The sample, whose post says something else."""
    sheet = sample_sheet()
    for name, value in words.items():
        setattr(sheet.profile, name, value)
    return sheet


def test_words_are_words_whatever_they_look_like():
    content = filled(template("{{ fiche.intitule }}"), saying(title=EVIL))
    said = EVIL.replace("\x07", "").replace("\x0c", "").strip().replace("'", "’")
    assert said in [words.strip().replace("'", "’") for words in words_of(content)]
    assert b"<w:altChunk" not in parts_of(content)[BODY]


def test_lines_of_a_value_become_paragraphs_of_the_same_look():
    content = template("Avant : {{ fiche.missions }} (fin)")
    document = docx.Document(io.BytesIO(content))
    document.paragraphs[-1].style = "Heading 2"
    to = io.BytesIO()
    document.save(to)
    made = docx.Document(io.BytesIO(filled(to.getvalue(), saying(missions="- Un\n- Deux\n\nTrois"))))
    assert [paragraph.text for paragraph in made.paragraphs[2:]] == ["Avant : – Un", "– Deux", "Trois (fin)"]
    assert {paragraph.style.name for paragraph in made.paragraphs[2:]} == {"Heading 2"}


def test_what_follows_in_the_paragraph_follows_the_last_line():
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t>{{ fiche.missions }}</w:t><w:tab/></w:r><w:r><w:t>suite</w:t></w:r>"
    made = filled(with_body(f"<w:p>{run}</w:p>"), saying(missions="Un\nDeux"))
    paragraphs = docx.Document(io.BytesIO(made)).paragraphs
    assert [paragraph.text for paragraph in paragraphs[:2]] == ["Un", "Deux\tsuite"]
    assert [paragraph.runs[0].bold for paragraph in paragraphs[:2]] == [True, True]


def test_where_no_paragraph_can_begin_a_line_does():
    link = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ fiche.missions }}</w:t></w:r></w:hyperlink></w:p>'
    made = filled(with_body(link), saying(missions="Un\nDeux"))
    assert words_of(made)[0] == "Un\nDeux"


def test_the_section_stays_with_the_last_paragraph():
    section = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr></w:pPr>{}</w:p>'
    run = "<w:r><w:t>{{ fiche.missions }}</w:t></w:r>"
    made = docx.Document(io.BytesIO(filled(with_body(section.format(run)), saying(missions="Un\nDeux"))))
    held = [paragraph._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for paragraph in made.paragraphs[:2]]
    assert held == [False, True]


def test_an_empty_loop_leaves_no_broken_table():
    rows = [("{%tr for clause in clauses %}", ""), ("{{ clause.code }}", ""), ("{%tr endfor %}", "")]
    bare = dataclasses.replace(sample_sheet(), lines=())
    made = filled(template(table=rows), bare)
    assert docx.Document(io.BytesIO(made)).tables == []


def test_an_empty_cell_keeps_a_paragraph():
    document = docx.Document(io.BytesIO(template(table=[("{%p if fiche.terrain %}", "b")])))
    cell = document.tables[0].cell(0, 0)
    cell.add_paragraph("Terrain")
    cell.add_paragraph("{%p endif %}")
    to = io.BytesIO()
    document.save(to)
    assert rows_of(filled(to.getvalue())) == [["", "b"]]


def test_columns_are_repeated_too():
    rows = [("{%tc for clause in clauses %}", "{{ clause.code }}", "{%tc endfor %}")]
    assert rows_of(filled(template(table=rows))) == [["V1", "M1"]]


def test_french_typography_is_that_of_the_document():
    with translation.override("fr"):
        content = filled(template("{{ fiche.lieu }}"), saying(workplace="L'accueil : 2 h 30"))
    assert "L’accueil\u00a0: 2\u00a0h\u00a030" in words_of(content)


def test_headers_footers_and_footnotes_are_filled():
    made = filled((FILES / "fiche.docx").read_bytes())
    parts = parts_of(made)
    assert b"Sample organisation" not in parts[BODY]
    assert "Aubrelle Agglomération" in parts["word/footer1.xml"].decode()
    assert "version in force" in parts["word/header1.xml"].decode()
    assert "Cooperation charter (sample)" in parts["word/footnotes.xml"].decode()


@pytest.mark.parametrize("name", ["fiche", "lettre"])
def test_templates_that_libreoffice_saved_are_filled(name: str):
    made = filled((FILES / f"{name}.docx").read_bytes())
    judge(made, FILLED)
    whole = "\n".join(part.decode() for name, part in parts_of(made).items() if name.endswith(".xml"))
    assert "{{" not in whole
    assert "{%" not in whole
    rows = rows_of(made)
    if name == "fiche":
        assert ["V1", "Listen first", "Listens and rewords before concluding."] in rows
        assert ["M1", "Time to cooperate", "Plans half a day a month for common projects. (adapté)"] in rows
    else:
        hear = "You hear the departments concerned before you propose. (clause V1)"
        assert rows[1:] == [[hear, "1. Everyone spoke once. ; 2. A record is shared."]]


def test_the_file_says_where_it_comes_from_and_names_nobody():
    with translation.override("fr"):
        made = filled((FILES / "lettre.docx").read_bytes(), kind=DocumentKind.MISSION_LETTER)
    facts = docx.Document(io.BytesIO(made)).core_properties
    assert (facts.author, facts.last_modified_by) == ("Aubrelle Agglomération",) * 2
    assert (facts.language, facts.version) == ("fr-FR", "3")
    assert SEAL in facts.keywords
    assert "3" in facts.subject
    assert facts.title.startswith(("Lettre de mission", "Mission letter"))
    whole = b"".join(parts_of(made).values())
    assert b"Quelqu" not in whole
    assert "docProps/app.xml" not in parts_of(made)


def test_a_template_that_says_in_its_properties_what_to_run_is_not_run():
    evil = with_changed(
        "docProps/core.xml", lambda xml: xml.replace("python-docx", "{{ cycler.__init__.__globals__ }}")
    )
    facts = docx.Document(io.BytesIO(filled(evil))).core_properties
    assert facts.author == "Aubrelle Agglomération"


def test_a_draft_says_so():
    bare = dataclasses.replace(sample_sheet(), source=None)
    assert words_of(filled(template(), bare))[0].startswith("BROUILLON.")


def test_documents_of_the_interview_are_drafts_until_the_manager_has_an_objective():
    sheet = dataclasses.replace(sample_sheet(), objectives=())
    about = {kind: words_of(filled(template(), sheet, kind=kind))[0] for kind in DocumentKind}
    assert {kind for kind, words in about.items() if words.startswith("DRAFT")} == {
        DocumentKind.INTERVIEW_GRID, DocumentKind.OBJECTIVES,
    }  # fmt: skip


def test_what_is_made_is_judged_again():
    """A field whose name comes from a value: nothing shows it before."""
    runs = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    good = with_body(f'<w:p>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
    assert filled(good)
    huge = saying(missions="m" * 150_000)
    with pytest.raises(Refused, match="far larger"):
        filled(template("{{ fiche.missions }}"), huge)


def test_many_clauses_are_bounded():
    lines = sample_sheet().lines * 250
    sheet = dataclasses.replace(sample_sheet(), lines=lines)
    content = template("{% for a in clauses %}{% for b in clauses %}{{ a.texte }}{{ b.texte }}{% endfor %}{% endfor %}")
    with pytest.raises(Refused, match="too large|too long"):
        filled(content, sheet)


def test_one_process_fills_many():
    with prepared(write_starter(), organisation="Org") as fill_sheet:
        titles = [f"Poste {n}" for n in range(5)]
        made = [fill_sheet(saying(title=title)) for title in titles]
    for title, content in zip(titles, made, strict=True):
        assert any(title in words for words in words_of(content))


def test_a_batch_keeps_its_presses_until_it_ends(monkeypatch):
    started, start = [], Press._start
    monkeypatch.setattr(Press, "_start", lambda press: started.append(start(press)) or started[-1])
    templates = [template(f"{n} {{{{ fiche.intitule }}}}") for n in range(MOST_KEPT)]
    with presses_kept():
        for _time in range(2):
            for n, content in enumerate(templates):
                assert f"{n} Poste" in words_of(filled(content, saying(title="Poste")))
        assert len(started) == MOST_KEPT
        filled(template("one more"))
        assert [process.poll() is None for process in started] == [False, True, True, True]
    assert all(process.poll() is not None for process in started)
    filled(template())
    assert started[-1].poll() is not None


def test_one_that_cannot_be_made_does_not_stop_the_next():
    with prepared(template("{{ fiche.missions }}"), organisation="Org") as fill_sheet:
        with pytest.raises(Refused):
            fill_sheet(saying(missions="m" * 150_000))
        assert "Un" in words_of(fill_sheet(saying(missions="Un")))


def test_a_real_job_description_fills_a_template(world):
    """Nothing is quoted yet: every placeholder gives something, or nothing, and the draft is said."""
    made = words_of(filled(write_starter("fr"), read_sheet(world.profile)))
    assert any(words.startswith(("BROUILLON", "DRAFT")) for words in made)
    assert any("accueil" in words for words in made)


def test_relations_that_are_not_used_are_left_out():
    content = with_relation("image", "media/image1.jpeg", external=False)
    made = filled(with_parts({"word/media/image1.jpeg": JPEG, "word/media/other.jpeg": JPEG}, content))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert "word/media/other.jpeg" not in package.namelist()
    assert words_of(made)[: len(EVERY)] != list(EVERY)


GLOSSARY = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_names_kept_in_settings_and_in_ready_made_passages_are_left_out():
    kept = '<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="Quelqu"/></w:docVars>'
    content = with_relation("glossaryDocument", "glossary/document.xml", external=False)
    content = with_changed(
        "word/settings.xml", lambda xml: xml.replace("</w:settings>", f"{kept}</w:settings>"), content
    )
    override = f'<Override PartName="/word/glossary/document.xml" ContentType="{GLOSSARY}"/></Types>'
    content = with_changed(TYPES, lambda xml: xml.replace("</Types>", override), content)
    said = f'<w:glossaryDocument {WORD}><w:docParts><w:ins w:author="Quelqu"/></w:docParts></w:glossaryDocument>'
    parts = parts_of(filled(with_parts({"word/glossary/document.xml": said.encode()}, content)))
    assert not [name for name in parts if "glossary" in name]
    assert b"glossary" not in parts[TYPES] + parts[RELATIONS]
    assert b"Quelqu" not in b"".join(parts.values())
    assert b"rsids" not in parts["word/settings.xml"]
    assert b"<w:compat" in parts["word/settings.xml"]


def test_paragraphs_are_set_out_in_a_time_that_grows_with_them():
    """Every element moves once, however many values begin a paragraph."""

    def seconds(runs: int) -> float:
        inside = f"<w:r><w:t>a{NEW_PARAGRAPH}b{NEW_PARAGRAPH}c</w:t></w:r>" * runs
        root = etree.fromstring(f"<w:body {WORD}><w:p><w:pPr><w:keepNext/></w:pPr>{inside}</w:p></w:body>")
        began = time.process_time()
        _set_out(root)
        assert len(root) == 2 * runs + 1
        assert [element.tag for element in root[-1]] == [qn("w:pPr"), qn("w:r")]
        return time.process_time() - began

    assert seconds(16_000) < max(12 * min(seconds(2000), seconds(2000)), 1)


def test_several_values_of_a_paragraph_are_set_out_in_order():
    runs = (
        "<w:r><w:t>{{ fiche.missions }}</w:t><w:tab/><w:t>{{ fiche.competences }}</w:t></w:r><w:r><w:t>fin</w:t></w:r>"
    )
    made = filled(with_body(f"<w:p>{runs}</w:p>"), saying(missions="Un\nDeux", skills="Trois\nQuatre"))
    assert words_of(made)[:3] == ["Un", "Deux\tTrois", "Quatrefin"]
