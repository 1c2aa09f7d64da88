"""Every kind in every format: it opens, it says where its words come from, and never more than it may."""

import json
from dataclasses import replace

import pytest
from django.utils import translation

from charters.hr.documents import MEDIA_TYPES, file_name, make
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Title, flat, sentences
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import GridOpinion, JobProfile, Quote
from charters.hr.sheets import read_sheet
from tests.charters.hr.conftest import validated
from tests.charters.hr.documents.reading import docx_words, said
from tests.charters.hr.documents.sheets import MOMENT, SEAL, hostile_sheet, post, sample_sheet

ORGANISATION = "Aubrelle Agglomération"
KINDS = list(DocumentKind)
MAGIC = {Ending.DOCX: b"PK", Ending.ODT: b"PK", Ending.XLSX: b"PK", Ending.PDF: b"%PDF-", Ending.CSV: b"\xef\xbb\xbf"}


def outline(sheet, kind):
    return outline_of(sheet, kind, organisation=ORGANISATION, moment=MOMENT)


@pytest.fixture
def opinion():
    return GridOpinion(
        committee_name="Comité social territorial", verdict="favourable", on=MOMENT.date(), reference="CST-2026-14"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", list(Ending))
def test_every_kind_is_made_in_every_format(kind, ending):
    sheet = sample_sheet()
    content = make(sheet, kind, ending, organisation=ORGANISATION)
    assert content.startswith(MAGIC.get(ending, b"{"))
    assert file_name(sheet, kind, ending).endswith(f".{ending}")
    assert MEDIA_TYPES[ending]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", list(Ending))
def test_the_same_sheet_at_the_same_moment_gives_the_same_file(kind, ending):
    first, second = (
        make(sample_sheet(4), kind, ending, organisation=ORGANISATION, moment=MOMENT) for _time in range(2)
    )
    assert first == second


@pytest.mark.parametrize("kind", KINDS)
def test_each_document_says_which_version_who_validated_it_when_and_its_seal(kind):
    words = "\n".join(said(outline(sample_sheet(language="en"), kind)))
    for fact in ("Quotes the version in force.", "1 March 2026", "Comité de direction générale", SEAL):
        assert fact in words.replace("\u00a0", " "), fact
    assert "Version 3, validated on" in outline(sample_sheet(language="en"), kind).foot
    assert "DRAFT" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_a_replaced_version_makes_a_draft_that_says_so_first(kind):
    sheet = sample_sheet(in_force=False, language="en")
    found = outline(sheet, kind)
    assert found.title.startswith("DRAFT. ")
    assert found.head.startswith("DRAFT – ")
    assert found.blocks[0] == Title(found.title)
    assert any("replaced by version 4" in words for words in said(found))
    assert file_name(sheet, kind, Ending.DOCX).startswith("draft-")


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_not_validated_makes_a_draft(kind):
    found = outline(sample_sheet(number=None, in_force=False, language="en"), kind)
    assert found.title.startswith("DRAFT. ")
    assert "not validated" in found.foot
    assert found.version == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", list(Ending))
def test_nothing_quoted_is_a_draft_in_every_format(kind, ending):
    sheet = replace(sample_sheet(), source=None, lines=(), scale=(), levels=(), objectives=())
    assert outline(sheet, kind).draft
    assert make(sheet, kind, ending, organisation=ORGANISATION)
    with translation.override("fr"):
        assert any("Brouillon" in words for words in said(outline(sheet, kind)))


def test_papers_of_the_interview_wait_for_an_objective_on_the_managers_own_practice():
    sheet = sample_sheet(objectives=(), language="en")
    drafts = {kind for kind in KINDS if outline(sheet, kind).title.startswith("DRAFT")}
    assert drafts == {DocumentKind.INTERVIEW_GRID, DocumentKind.OBJECTIVES}


@pytest.mark.parametrize("kind", KINDS)
def test_it_supports_an_exchange_until_the_committee_was_heard_of_the_grid(kind, opinion):
    sheets = (sample_sheet(opinion=heard, language="en") for heard in (None, opinion))
    before, after = ("\n".join(said(outline(sheet, kind))) for sheet in sheets)
    assert "supports an exchange" in before
    assert "supports an exchange" not in after
    assert "CST-2026-14" in after


@pytest.mark.parametrize("kind", [DocumentKind.INSERT, DocumentKind.JOB_DESCRIPTION])
def test_a_clause_never_implies_another_grading(kind):
    words = said(outline(sample_sheet(language="en"), kind))
    assert any("neither the grading of the post nor the pay" in sentence for sentence in words)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != DocumentKind.OBJECTIVES])
def test_adapted_words_say_that_they_are(kind):
    sheet = sample_sheet(language="en")
    first = replace(sheet.lines[0], wording="Autrement.", mission_letter="Autrement.", interview="Autrement.")
    words = said(outline(replace(sheet, lines=(first, *sheet.lines[1:])), kind))
    marked = [sentence for sentence in words if "(wording adapted by human resources)" in sentence]
    assert len(marked) == (3 if kind == DocumentKind.CLAUSE_CARDS else 1)
    assert not any("adapted" in sentence for sentence in said(outline(sheet, kind)))


def test_the_words_are_in_the_language_of_the_charter_whatever_that_of_the_reader():
    with translation.override("en"):
        french = outline(sample_sheet(), DocumentKind.INSERT)
    assert "Cite la version en vigueur." in said(french)
    assert french.language == "fr"
    with translation.override("fr"):
        assert "Quotes the version in force." in said(outline(sample_sheet(language="en"), DocumentKind.INSERT))


def test_the_name_of_a_file_is_in_plain_letters_and_bounded():
    sheet = sample_sheet(profile=post(title="Chargé·e d'œuvre / " + "é" * 150), language="en")
    name = file_name(sheet, DocumentKind.MISSION_LETTER, Ending.ODT)
    assert name.isascii()
    assert len(name) <= 125
    assert name.startswith("mission-letter-charge")


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_left_for_a_score_and_no_holder_is_named(kind):
    """A blank is filled on paper; the only name asked for is that of who signs."""
    labels = " ".join(sentences(outline(sample_sheet(language="en"), kind))).lower()
    for word in ("score", "average of", "total", "rating", "surname", "agent's name"):
        assert word not in labels, word


def test_hostile_words_are_a_text_like_any_other():
    found = outline(hostile_sheet("=1+1"), DocumentKind.INSERT)
    assert "=1+1" in said(found)
    assert all(block for block in flat(found.blocks))


def test_json_is_the_same_whatever_the_document_except_for_what_it_is():
    documents = [
        json.loads(make(sample_sheet(), kind, Ending.JSON, organisation=ORGANISATION, moment=MOMENT)) for kind in KINDS
    ]
    for document in documents:
        assert document.pop("kind")
    assert all(document == documents[0] for document in documents)


@pytest.mark.django_db
def test_a_document_is_made_of_what_was_read_without_a_query_more(world, django_assert_num_queries):
    version = validated(world.charter, by=world.facilitator)
    clauses = version.clauses.filter(code__in=["V1", "M1"])
    for clause in clauses:
        Quote.objects.create(profile=world.profile, clause=clause, wording=clause.hr_job_description or "Coopère.")
    profile = JobProfile.objects.select_related("department").get(pk=world.profile.pk)
    sheet = read_sheet(profile)
    with django_assert_num_queries(0):
        made = {kind: make(sheet, kind, Ending.DOCX, organisation=ORGANISATION) for kind in KINDS}
    read = docx_words(made[DocumentKind.INSERT])
    assert "Savoir-être : écoute, reformulation." in [words.replace("\u00a0", " ") for words in read]
    assert world.hr.name not in "".join(read)
    seal = version.steps.get(kind="validated").chain_hash
    assert all(seal in "".join(docx_words(content)) for content in made.values())
