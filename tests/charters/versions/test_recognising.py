"""What is found of what someone holds: hashes, wordings, whole versions; the nearest clause when nothing is."""

from __future__ import annotations

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.models import VersionStep
from charters.text import drafting
from charters.versions.clause_seal import clause_hash
from charters.versions.content import frozen_content
from charters.versions.kept_markup import SHELF
from charters.versions.recognising import hash_in, verify
from charters.versions.wordings import TABLES
from tests.charters.versions.pages import page, plain

WORDS = {
    "note": "Because silence tires.", "indicators": ["A date is given", "A name is given"],
    "hr_job_description": "Answers within two days.", "hr_mission_letter": "You will answer.", "hr_interview": "How?",
}  # fmt: skip


@pytest.fixture
def three(world):
    """M1 changes in version 3; M2 is there from version 2; a draft awaits."""
    TABLES.clear()
    SHELF.clear()
    world.rewrite(**WORDS)
    world.versions = [world.validate()]
    world.second = world.add("Plan together", text="We plan together,\n\n- early;\n- in writing.")
    world.versions.append(world.validate())
    world.rewrite(text="We answer within one day.")
    world.versions.append(world.validate(world.submit(message="Faster.")))
    world.rewrite(text="A secret draft that nobody validated.")
    world.submit(message="Nobody reads this yet.")
    return world


def told(pasted: str) -> list[tuple[str, str, list[int]]]:
    answer = verify(pasted, finds_near=False)
    return [(each.place.kind, each.place.code, [version.number for version in each.versions]) for each in answer.found]


def test_each_wording_is_found_in_the_versions_that_have_it(three):
    expected = {
        "We answer within two days.": ("clause", "M1", [1, 2]),
        "We answer within one day.": ("clause", "M1", [3]),
        "M1 Answer each other\nWe answer within one day.": ("clause", "M1", [3]),
        "Answer each other We answer within two days.": ("clause", "M1", [1, 2]),
        "We plan together,\n• early;\n• in writing.": ("clause", "M2", [2, 3]),
        "Plan together": ("clause_title", "M2", [2, 3]),
        "Because silence tires.": ("note", "M1", [1, 2, 3]),
        "- A date is given\n- A name is given": ("practices", "M1", [1, 2, 3]),
        "A name is given": ("practices", "M1", [1, 2, 3]),
        "Answers within two days.": ("job_description", "M1", [1, 2, 3]),
        "You will answer.": ("mission_letter", "M1", [1, 2, 3]),
        "How?": ("interview", "M1", [1, 2, 3]),
        "We work together.": ("preamble", "", [1, 2, 3]),
        "Everyone.": ("scope", "", [1, 2, 3]),
        "Faster.": ("message", "", [3]),
    }
    assert {pasted: told(pasted) for pasted in expected} == {pasted: [found] for pasted, found in expected.items()}


def test_other_words_drafts_and_extracts_are_not(three):
    for pasted in (
        "We answer within two day.", "we answer within two days.", "We answer within two days", "two days.",
        "A secret draft that nobody validated.", "Nobody reads this yet.",
        "We answer within two days. We plan together",
    ):  # fmt: skip
        assert told(pasted) == [], pasted


def test_each_hash_is_recognised_spaces_and_capitals_forgiven(three):
    step = VersionStep.objects.get(number=2)
    version = three.versions[1]
    clause = next(clause for _, clause in frozen_content(version).clauses if clause.code == "M1")
    spaced = " ".join(version.content_hash[n : n + 8] for n in range(0, 64, 8)).upper()

    assert told(version.content_hash) == told(f"\n{spaced}\n") == [("content_hash", "", [2])]
    assert told(f"sha256:{step.chain_hash}") == [("chain_hash", "", [2])]
    assert told(clause_hash(clause)) == [("clause_hash", "M1", [1, 2])]
    assert told("0" * 64) == []
    assert verify("0" * 64, finds_near=True).near is None


def test_a_part_of_a_hash_finds_nothing(three):
    chain = VersionStep.objects.get(number=2).chain_hash
    for part in (chain[:63], chain[:12], chain[1:], chain + "0"):
        assert hash_in(part) == ""
        assert told(part) == []
    # neither does a hash whose first half is right
    assert told(chain[:32] + "0" * 32) == []
    assert told(clause_hash(next(frozen_content(three.versions[0]).clauses)[1])[:32] + "0" * 32) == []


def test_the_hash_of_an_awaiting_version_is_not_told(three):
    three.charter.refresh_from_db()
    awaiting = three.charter.versions.order_by("-submission").first()

    assert told(awaiting.content_hash) == []


def test_the_hash_of_a_clause_covers_every_word_of_it_and_not_its_place(three):
    def hash_of(number: int) -> str:
        content = frozen_content(three.versions[number - 1])
        return next(clause_hash(clause) for _, clause in content.clauses if clause.code == "M1")

    three.versions = three.versions[:2]
    for words in ({"text": "Other."}, {"note": "Other."}, {"hr_interview": "Other?"}, {"indicators": ["Other"]}):
        three.rewrite(**words)
        three.versions.append(three.validate(three.charter.versions.first() if len(three.versions) == 2 else None))
    hashes = [hash_of(number) for number in range(1, len(three.versions) + 1)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == len(hashes) - 1


def test_a_whole_version_is_found_as_its_page_shows_it_and_as_its_words(three):
    html = page(three.agent, "version", three.charter.slug, 2)
    article = html[html.index("<article") : html.index("</article>")]
    closed = re.sub(r'<dl class="facts">.*?</dl>', "", article, flags=re.DOTALL)
    content = frozen_content(three.versions[1])
    parts = [content.title, content.preamble, content.scope]
    for section in content.sections:
        parts += [section.title, section.summary]
        for clause in section.clauses:
            parts += [clause.code, clause.title, clause.text]

    assert told("\n".join(parts)) == [("whole", "", [2])]
    assert told(plain(article)) == [("whole", "", [2])]
    assert told(plain(article).replace("two days", "two weeks")) == []
    assert told(plain(closed)) == [("whole", "", [2])]
    assert told(plain(closed).replace("two days", "two weeks")) == []


def test_the_nearest_clause_is_that_of_the_version_in_force_then_of_the_others(three):
    near = verify("We answer within one daye.", finds_near=True).near
    assert (near.code, [version.number for version in near.versions]) == ("M1", [3])
    near = verify("We answer, within two days!", finds_near=True).near
    assert (near.code, [version.number for version in near.versions]) == ("M1", [1, 2])
    assert (near.validated, near.pasted) == ("We answer within two days.", "We answer, within two days!")
    near = verify("M2 Plan together\nWe plan together, early; in writting.", finds_near=True).near
    assert near.validated == "M2 Plan together We plan together, early; in writing."
    assert verify("Ζητω.", finds_near=True).near is None
    assert verify("We answer within two daze.", finds_near=False).near is None


def test_a_clause_that_left_the_charter_is_still_near(three):
    second = three.second
    drafting.remove_clause(second, by=three.facilitator, reason="r", seen=second.row_version)
    three.validate(three.charter.versions.order_by("-submission").first())
    three.validate()

    near = verify("We plan together, early, in writing.", finds_near=True).near
    assert (near.code, [version.number for version in near.versions]) == ("M2", [2, 3, 4])


def test_nothing_is_near_when_there_is_no_version(world):
    answer = verify("We answer within two days.", finds_near=True)

    assert (answer.found, answer.near) == ([], None)


def test_verifying_costs_one_query_whatever_the_number_of_versions(three):
    def cost(pasted: str, *, finds_near: bool = False) -> int:
        with CaptureQueriesContext(connection) as queries:
            verify(pasted, finds_near=finds_near)
        return len(queries)

    TABLES.clear()
    assert cost("Everyone.") == 3
    assert cost("Everyone.") == 1
    assert cost("0" * 64) == 1
    assert cost("We answer within two daze.", finds_near=True) == 3


def test_hostile_texts_are_answered_quickly(three):
    for pasted in ("a " * 50_000, "- \n" * 33_000, "\u00ad\n" * 49_000, "f" * 100_000, "—" * 100_000, "0" * 65_000):
        start = time.process_time()
        verify(pasted, finds_near=True)
        assert time.process_time() - start < 1
