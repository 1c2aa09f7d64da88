"""The file for programs: stable keys, every word as it is kept, and nothing of anyone."""

import json
from dataclasses import replace

import pytest

from charters.hr.documents import make
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import GridOpinion
from governance.plain_text import printable
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, post, sample_sheet


def read(sheet, kind=DocumentKind.INSERT):
    content = make(sheet, kind, Ending.JSON, organisation="Aubrelle Agglomération", moment=MOMENT)
    return json.loads(content)


def test_its_keys_are_those_that_are_documented():
    document = read(sample_sheet())
    assert document["format"] == "cooperation-charter-hr-document/1"
    assert set(document) == {
        "format", "kind", "draft", "standing", "notice", "language", "made_at", "organisation", "post", "source",
        "grid_opinion", "clauses", "levels", "competences", "objectives",
    }  # fmt: skip
    assert set(document["clauses"][0]) == {
        "code", "title", "section", "text", "indicators", "block", "wordings", "competences", "outdated",
    }  # fmt: skip
    assert set(document["competences"][0]) == {
        "code", "label", "definition", "criterion", "target", "ladders", "clauses",
    }  # fmt: skip


def test_words_are_as_they_are_kept():
    sheet = sample_sheet()
    document = read(sheet)
    for line, clause in zip(sheet.lines, document["clauses"], strict=True):
        assert clause["text"] == line.clause.text
        said = clause["wordings"]["job_description"]
        assert (said["words"] if said else "") == line.wording
        assert not said or said["adapted"] is False
    assert document["source"] | {"reference": ""} == {
        "charter": "Charte de la coopération",
        "version": 3,
        "reference": "",
        "validated_at": "2026-03-01T10:30:00.000000Z",
        "validating_body": "Comité de direction générale",
        "seal": SEAL,
        "content_hash": SEAL,
        "in_force": True,
    }


def test_an_agent_has_one_ladder_and_a_manager_two():
    manager, agent = (
        read(sample_sheet(profile=post(is_manager=is_manager)))["competences"][0] for is_manager in (True, False)
    )
    assert set(manager["ladders"]) == {"agent", "manager"}
    assert set(agent["ladders"]) == {"agent"}
    assert manager["target"] == {"rank": 3, "level": "Maîtrise", "decided": False}


def test_it_says_draft_and_the_opinion_on_the_grid():
    assert read(sample_sheet(in_force=False))["draft"] is True
    opinion = GridOpinion(committee_name="CST", verdict="split", on=MOMENT.date(), reference="2026-4")
    assert read(sample_sheet())["grid_opinion"] is None
    assert read(sample_sheet(opinion=opinion))["grid_opinion"] == {
        "committee": "CST", "opinion": "split", "on": "2026-03-01", "reference": "2026-4",
    }  # fmt: skip


def test_nothing_quoted_has_no_source():
    document = read(replace(sample_sheet(), source=None, lines=(), scale=(), levels=(), objectives=()))
    assert document["source"] is None
    assert document["clauses"] == document["objectives"] == []
    assert document["draft"] is True


@pytest.mark.parametrize("words", HOSTILE)
def test_any_word_is_kept(words):
    kept = printable(words.strip())
    found = read(hostile_sheet(words))["clauses"][0]["wordings"]["job_description"]["words"]
    assert printable(found) == kept
