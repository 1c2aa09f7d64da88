"""The grid and its guide: on four pages at most, written on paper, never a mark."""

from charters.hr.documents.fitting import pages
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Heading, Table, flat
from charters.hr.kinds import DocumentKind
from tests.charters.hr.documents.reading import said
from tests.charters.hr.documents.sheets import MOMENT, longest_sheet, post, sample_sheet


def grid(sheet):
    return outline_of(sheet, DocumentKind.INTERVIEW_GRID, organisation="Aubrelle Agglomération", moment=MOMENT)


def ladders(found):
    """The tables of competences, by code."""
    codes = [block.lead[:-1] for block in flat(found.blocks) if isinstance(block, Heading) and block.lead]
    tables = [block for block in flat(found.blocks) if isinstance(block, Table) and block.head[0] == "Level"]
    return dict(zip(codes, tables, strict=True))


def test_each_competence_has_four_levels_for_an_agent_and_four_for_a_manager():
    sheet = sample_sheet(language="en")
    tables = ladders(grid(sheet))
    assert list(tables) == [target.code for target, _codes in sheet.targets]
    for target, _codes in sheet.targets:
        table = tables[target.code]
        assert table.head == ("Level", "As an agent", "As a manager")
        levels = table.rows[1:5]
        for rank, row in enumerate(levels):
            assert [cell.words.replace("’", "'") for cell in row.cells[1:]] == [
                ladder.steps[rank].replace("’", "'") for ladder in target.ladders
            ]
    agent = sample_sheet(profile=post(is_manager=False), language="en")
    assert {table.head for table in ladders(grid(agent)).values()} == {("Level", "What can be observed")}


def test_facts_are_written_before_a_level_is_ticked_and_not_observed_is_one_of_the_boxes():
    for table in ladders(grid(sample_sheet(language="en"))).values():
        first, *levels, last = table.rows
        assert first.cells[0].words == "Facts, written first"
        assert first.cells[1].words == ""
        assert first.cells[1].blank >= 2
        assert all(row.cells[0].words.startswith("☐ ") for row in (*levels, last))
        assert last.cells[0].words == "☐ Not observed"
        assert "not a fault" in last.cells[1].words


def test_the_target_level_is_said_in_words():
    for table in ladders(grid(sample_sheet(language="en"))).values():
        marked = [row for row in table.rows if row.marked]
        assert [row.cells[0].words for row in marked] == ["☐ 3. Maîtrise\nTarget level"]


def test_the_guide_forbids_sums_averages_and_rankings():
    words = "\n".join(said(grid(sample_sheet(language="en"))))
    for advice in ("never of personality", "Write one example before you tick", "No sum, no average, no ranking",
                   "is not a fault", "Nothing of it is ever entered in the application"):  # fmt: skip
        assert advice in words, advice


def test_what_clauses_give_to_talk_about_has_room_for_facts():
    sheet = sample_sheet(2, language="en")
    questions = next(block for block in grid(sheet).blocks if isinstance(block, Table) and block.head[0] == "Clause")
    assert [row.cells[1].words.split("\n")[0].replace("’", "'") for row in questions.rows] == [
        line.interview.replace("’", "'") for line in sheet.lines
    ]
    assert all(row.cells[2].blank for row in questions.rows)


def test_an_example_of_what_can_be_seen_is_given_when_there_is_room():
    sheet = sample_sheet(1, profile=post(is_manager=False), objectives=(), language="en")
    assert any("What can be seen, for example: " in words for words in said(grid(sheet)))


def test_what_four_pages_cannot_hold_is_named():
    sheet = longest_sheet()
    sheet.source.version.language = "en"
    found = grid(sheet)
    words = "\n".join(said(found))
    assert pages(found.blocks) <= 4
    shown = list(ladders(found))
    assert shown
    left = next(line for line in words.split("\n") if line.startswith("For want of room on four pages"))
    for target, _codes in sheet.targets:
        assert (target.code in shown) != (f"{target.code}. " in left), target.code
    questions = next(line for line in words.split("\n") if line.startswith("For want of room, these clauses"))
    assert "N7" in questions


def test_the_competences_that_most_clauses_call_on_are_kept():
    sheet = longest_sheet()
    sheet.source.version.language = "en"
    most = max(len(codes) for _target, codes in sheet.targets)
    called = {target.code: len(codes) for target, codes in sheet.targets}
    assert {called[code] for code in ladders(grid(sheet))} == {most}
