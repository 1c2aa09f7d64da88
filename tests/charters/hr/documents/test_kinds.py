"""What each kind says: the blocks of a real job description, of a mission letter, of an objective sheet, of a card."""

from dataclasses import replace

from django.utils import translation

from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Card, Heading, Table, flat
from charters.hr.kinds import DocumentKind
from charters.hr.kinds import Wording as Said
from tests.charters.hr.documents.reading import said
from tests.charters.hr.documents.sheets import MOMENT, SEAL, objectives_of, post, sample_sheet


def outline(sheet, kind):
    return outline_of(sheet, kind, organisation="Aubrelle Agglomération", moment=MOMENT)


def headings(found, level=1):
    return [block.words for block in flat(found.blocks) if isinstance(block, Heading) and block.level == level]


def typed(text):
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def words_of(found):
    return [typed(words) for words in said(found)]


# --- Insert and job description ----------------------------------------------------------------------


def test_an_insert_has_the_clauses_by_block_then_the_levels_of_the_post():
    sheet = sample_sheet(language="en")
    found = outline(sheet, DocumentKind.INSERT)
    with translation.override("en"):
        blocks = [str(block.label) for block, _lines in sheet.blocks]
    assert len(blocks) > 3
    assert headings(found) == [*blocks, "Cooperation skills expected", "Where these words come from"]
    assert all(line.wording in words_of(found) for line in sheet.lines if line.wording)
    assert not any(line.mission_letter in words_of(found) for line in sheet.lines if line.mission_letter)


def test_a_job_description_has_the_blocks_of_a_real_one_in_their_order():
    found = outline(sample_sheet(language="en"), DocumentKind.JOB_DESCRIPTION)
    assert headings(found) == [
        "Identification", "Status", "Where the post stands", "Purpose of the post", "Missions and activities",
        "Working relations", "Autonomy and responsibilities", "Skills", "Working conditions", "Means", "Training",
        "Signatures", "Where these words come from",
    ]  # fmt: skip
    assert headings(found, 2) == ["Cooperation skills expected"]


def test_the_words_of_the_post_come_before_those_of_the_charter():
    sheet = sample_sheet(language="en")
    words = words_of(outline(sheet, DocumentKind.JOB_DESCRIPTION))
    own = words.index("Organise le planning de l'équipe.")
    quoted = [words.index(line.wording) for line in sheet.lines if line.block == "autonomy" and line.wording]
    assert words.index("Autonomy and responsibilities") < own < min(quoted)
    for fact in ("ACC-014", "D2B-05 Responsable d'accueil", "Rédacteurs territoriaux", "Pôle proximité",
                 "8 agents de catégorie C", "Hôtel d'agglomération"):  # fmt: skip
        assert fact in words, fact


def test_what_is_not_known_of_the_post_is_left_out_except_holder_and_signatures():
    bare = dict.fromkeys(
        ("reference", "occupation", "family", "job_group", "category", "reports_to", "workplace", "team", "purpose",
         "missions", "relations", "autonomy", "skills", "training", "conditions", "means"), "",
    )  # fmt: skip
    sheet = sample_sheet(profile=post(department=None, is_manager=False, **bare), objectives=(), language="en")
    sheet = replace(sheet, lines=(), scale=())
    found = outline(sheet, DocumentKind.JOB_DESCRIPTION)
    assert headings(found) == ["Identification", "Signatures", "Where these words come from"]
    assert "…… to be completed" in said(found)
    signatures = next(block for block in flat(found.blocks) if isinstance(block, Table) and "Signatory" in block.head)
    assert [row.cells[0].words for row in signatures.rows] == ["The agent", "The direct superior", "The authority"]
    assert all(cell.words == "" for row in signatures.rows for cell in row.cells[1:])


def test_it_never_has_a_line_for_grading():
    words = " ".join(said(outline(sample_sheet(), DocumentKind.JOB_DESCRIPTION)))
    for word in ("RIFSEEP", "IFSE", "NBI", "Cotation"):
        assert word not in words


# --- Mission letter ----------------------------------------------------------------------------------


def test_a_mission_letter_writes_what_is_known_and_names_what_is_to_be_completed():
    sheet = sample_sheet(language="en")
    found = outline(sheet, DocumentKind.MISSION_LETTER)
    facts = {
        row.cells[0].words: typed(row.cells[1].words)
        for block in flat(found.blocks)
        if isinstance(block, Table) and len(block.head) == 2
        for row in block.rows
    }
    assert facts["Organisation"] == "Aubrelle Agglomération"
    assert facts["Addressee (function, department)"] == "Responsable de l'accueil des usagers, Direction de l'accueil"
    assert facts["Object and context"] == "Organiser un accueil de qualité, sur place et à distance."
    assert facts["Hierarchical superior"] == "Direction de l'accueil"
    blanks = [name for name, value in facts.items() if value == "…… to be completed"]
    for name in ("Reference and date", "Common goal", "What is outside it", "Working time set aside",
                 "Activities lightened in return", "Arbitration", "Outside stakeholders", "Progress points",
                 "Review and feedback at the end", "Sponsor in executive management"):  # fmt: skip
        assert name in blanks, name
    said_here = [line.mission_letter for line in sheet.lines_in(Said.MISSION_LETTER)]
    assert said_here
    assert all(words in words_of(found) for words in said_here)


def test_a_mission_letter_without_a_clause_says_so():
    sheet = sample_sheet(language="en")
    sheet = replace(sheet, lines=tuple(replace(line, mission_letter="") for line in sheet.lines))
    assert "No clause quoted has words for a mission letter yet." in said(outline(sheet, DocumentKind.MISSION_LETTER))


# --- Objectives --------------------------------------------------------------------------------------


def test_objectives_begin_with_the_managers_own_practice_and_cite_their_clause():
    sheet = sample_sheet(language="en")
    found = outline(sheet, DocumentKind.OBJECTIVES)
    assert [typed(name) for name in headings(found, 2)] == [
        "Objective 1, on the manager's own practice", "Objective 2", "Objective 3",
    ]  # fmt: skip
    words = words_of(found)
    clause = next(line.clause for line in sheet.lines if line.clause.code == "V3")
    assert typed(f"V3. {clause.title}") in words
    assert typed(clause.text) in words
    assert "Z9" in words


def test_results_are_boxes_to_tick_on_paper_and_the_agent_has_room_to_write():
    found = outline(sample_sheet(language="en"), DocumentKind.OBJECTIVES)
    boxes = [words for words in words_of(found) if words.startswith("☐")]
    assert boxes == ["☐ reached ☐ partly reached ☐ not reached ☐ no longer relevant".replace(" ☐", "   ☐")] * 3
    blanks = [cell for block in flat(found.blocks) if isinstance(block, Table) for row in block.rows
              for cell in row.cells if cell.blank]  # fmt: skip
    assert len(blanks) == 7
    assert all(cell.words == "" for cell in blanks)


def test_a_manager_without_an_objective_on_practice_is_told_to_add_one():
    sheet = sample_sheet(objectives=objectives_of(own=False), language="en")
    words = words_of(outline(sheet, DocumentKind.OBJECTIVES))
    assert "An objective on the manager's own practice is to be added below." in words


# --- Clause cards ------------------------------------------------------------------------------------


def test_a_card_says_everything_of_its_clause():
    sheet = sample_sheet(language="en")
    cards = [block for block in outline(sheet, DocumentKind.CLAUSE_CARDS).blocks if isinstance(block, Card)][:-1]
    assert len(cards) == len(sheet.lines)
    for card, line in zip(cards, sheet.lines, strict=True):
        clause = line.clause
        assert (card.blocks[0].lead, typed(card.blocks[0].words)) == (clause.code, clause.title)
        text = typed(str(card.blocks))
        for words in (*clause.indicators, *(line.said_in(document) for document in Said), SEAL,
                      *(target.label for target in line.targets)):  # fmt: skip
            assert words in text, words
        assert card.framed
        assert card.hue == clause.section.kind
