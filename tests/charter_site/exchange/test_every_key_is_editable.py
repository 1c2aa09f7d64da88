"""Every key of the sample is edited on some page, and an edit changes its keys in the export, and no other.

``TABLE`` says of each key which edit changes it, or that it is a fact of the past: some form enters it, none rewrites
it. A key that it does not name fails.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charter_site.exchange.importing import store

from .conftest import SAMPLE, forgotten
from .edits import CHARTER, EDITS, Desk, at, changed, flatten, version_in_force
from .leaves import leaves, shape

pytestmark = pytest.mark.django_db

SHAPES = {shape(path) for path, _value in leaves(json.loads(SAMPLE))}


@dataclass(frozen=True)
class Fact:
    """What no page rewrites, why, and which field of which form enters it; nothing is typed when it is given."""

    why: str
    route: tuple[str, ...]
    field: str
    by: str = "facilitator"


@dataclass(frozen=True)
class Written:
    """What the application writes by itself."""

    why: str


Kind = str | Fact | Written


def every(prefix: str, keys: str, kind: Kind) -> dict[str, Kind]:
    return {f"{prefix}{key}": kind for key in keys.split()}


def facts(prefix: str, why: str, *route: str, by: str = "facilitator", **fields: str) -> dict[str, Kind]:
    """Keys of the file, and the field of the form in which each is entered."""
    return {f"{prefix}{key.replace('__', '.')}": Fact(why, route, field, by) for key, field in fields.items()}


GIVEN = "its code is given when it is written: everything that refers to it would be lost"
SPOKEN = "someone else's words: they are answered, supported, withdrawn, never rewritten"
WHO = "who spoke, how and when is what happened"

PROPOSE, COMMENT = ("propose-wording", CHARTER, "V1"), ("clause", CHARTER, "V1")
TERMS = {
    "participation_levels": ("participation", "a degree of participation", "label definition"),
    "cooperation_modes": ("cooperation_mode", "a way of cooperating", "label"),
    "obstacle_types": ("hindrance", "a kind of hindrance", "label"),
    "lever_types": ("lever", "a kind of lever", "label"),
}

TABLE: dict[str, Kind] = {
    "meta.schema_version": Written("it is the format of the export"),
    **every("meta.", "language licence fictional notice inspired_by", "the organisation"),
    **every("organization.", "slug name fictional kind description", "the organisation"),
    "organization.headcount": "a department",
    **facts("organization.directions[].", GIVEN, "department-new", by="administrator", code="code"),
    **every("organization.directions[].", "name pole headcount", "a department"),
    **every("organization.directions[].headcount_by_category.", "A B C", "a department"),
    **facts("competency_scale[].", "there are four levels, in order", "level-edit", "1", by="hr", level="label"),
    **every("competency_scale[].", "label meaning", "a level of the scale"),
    **facts("competencies[].", GIVEN, "competence-new", by="hr", code="code"),
    **every("competencies[].", "label definition crep_criterion levels_agent[] levels_manager[]", "a competence"),
    **{
        key: kind
        for area, (name, edit, words) in TERMS.items()
        for key, kind in (
            *facts(f"{area}[].", GIVEN, "term-new", name, code="label").items(),
            *every(f"{area}[].", words, edit).items(),
        )
    },
    **facts("charter.", "addresses and languages are chosen once", "charter-new", slug="slug", language="language"),
    **every("charter.", "title version status preamble scope", "the charter"),
    **facts(
        "charter.sections[].", "the five sections come with the charter", "charter-new",
        code="title", order="title", kind="title",
    ),
    **every("charter.sections[].", "title summary", "a section"),
    **facts("charter.sections[].clauses[].", GIVEN, "clause-new", CHARTER, "V", code="title"),
    **every(
        "charter.sections[].clauses[].",
        "title text note indicators[] audience[] competencies[] hr_wording.fiche_de_poste hr_wording.lettre_de_mission "
        "hr_wording.entretien_professionnel",
        "a clause",
    ),
    **facts("project_feedback[].", GIVEN, "feedback-new-whole", code="project"),
    **facts("project_feedback[].", WHO, "feedback-new-whole", recorded_by="signature", status="publish"),
    **every(
        "project_feedback[].",
        "project period.start period.end context cooperation_modes[] cooperation_modes_detail helped[].type "
        "helped[].text hindered[].type hindered[].text lessons[] directions[] categories[] participants_estimate "
        "external_stakeholders external_stakeholders[] outcome tools[]",
        "an entry of experience",
    ),
    "project_feedback[].supports_clauses[]": "a citation",
    **facts("committees[].", GIVEN, "committee-new", code="name"),
    **every(
        "committees[].",
        "name acronym kind role decides_on decides_on[] advises_on advises_on[] informed_of informed_of[] "
        "members_by_function[] chaired_by_function frequency scope legal_basis",
        "a committee",
    ),
    **every("committees[].documents_shared[].", "document shared_with[] delay", "an information"),
    **facts("decisions[].", GIVEN, "decision-new", code="subject"),
    **facts("decisions[].", "a decision is of the committee that took it", "decision-new", committee="committee"),
    **every("decisions[].", "date type subject text reason owner_function review_on visibility", "a decision"),
    **facts("stakeholders[].", GIVEN, "stakeholder-new", code="name"),
    **every(
        "stakeholders[].",
        "name kind expectations contributes influence involved_at[] single_contact_function directions[]",
        "an outside organisation",
    ),
    **facts("tools[].", GIVEN, "tool-new", code="name"),
    **every(
        "tools[].",
        "name kind family use_when avoid_when usage_rules[] accessibility_note data_note support_contact_function",
        "a tool",
    ),
    **facts("amendments[].", GIVEN, *PROPOSE, code="title"),
    **facts("amendments[].", "another one is made for another clause", *PROPOSE, target_clause="base_revision"),
    **facts("amendments[].", "the form that is chosen says it", *PROPOSE, kind="proposed_text"),
    **facts("amendments[].", "another one is made for another section", "propose-new", CHARTER, "V", section="title"),
    **facts(
        "amendments[].", SPOKEN, *PROPOSE, title="title", motive="motive", supporting_feedback="supporting_feedback",
    ),
    **facts("amendments[].", SPOKEN, *PROPOSE, **{"supporting_feedback[]": "supporting_feedback"}),
    **facts(
        "amendments[].", WHO, *PROPOSE, author__function="function", author__direction="department",
        author__category="category", channel="channel", entered_on_behalf="on_behalf", submitted_on="written_on",
    ),
    "amendments[].proposed_text": "the words of a proposal",
    **every("amendments[].", "status response", "an answer"),
    "amendments[].supports_count": "a support",
    **facts("comments[].", GIVEN, *COMMENT, code="text"),
    **facts("comments[].", SPOKEN, *COMMENT, kind="kind", text="text", reply_to="reply_to"),
    **facts("comments[].", "the page on which it is written says it", *COMMENT, target_type="text", target="text"),
    **facts(
        "comments[].", WHO, *COMMENT, author__function="function", author__direction="department",
        author__category="category", channel="channel", entered_on_behalf="on_behalf", posted_on="written_on",
    ),
    **facts(
        "adhesions[].", "a signature is of a department, on a version",
        "commitment-sign", "DECO", "1.0", by="head of DECO", direction="status", version="status",
    ),
    **every("adhesions[].", "status date signed_by_function team_discussion_date comment", "a commitment completed"),
    **every("adhesions[].", "commitments commitments[]", "a commitment"),
    **facts("deployment_plan[].", "an action keeps its place", "rollout-new", CHARTER, order="step"),
    **every("deployment_plan[].", "step period actions[] owner_function audience[]", "an action of the plan"),
}  # fmt: skip


# --- All edits, one after the other ----------------------------------------------------------------


@dataclass
class Told:
    """What each edit changed in the export, the fields that each form of a fact shows, and the last export."""

    changes: dict[str, set[str]]
    fields: dict[Fact, set[str]]
    file: bytes


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Told:
    with django_db_blocker.unblock(), translation.override("en"), forgotten():
        store(check(SAMPLE), source="a file")
        desk = Desk()
        version_in_force(desk)
        shown: dict[tuple[tuple[str, ...], str], set[str]] = {}
        entered = [kind for kind in TABLE.values() if isinstance(kind, Fact)]
        for fact in entered:
            if (fact.route, fact.by) not in shown:
                shown[fact.route, fact.by] = desk.shown(at(*fact.route), fact.by)
        before, changes = flatten(tell()), {}
        for name, edit in EDITS.items():
            edit.do(desk)
            after = flatten(tell())
            changes[name] = changed(before, after)
            before = after
        file = written(tell())
    return Told(changes, {fact: shown[fact.route, fact.by] for fact in entered}, file)


def beneath(key: str, place: str) -> bool:
    return key == place or key.startswith((f"{place}.", f"{place}["))


def test_the_table_names_each_key_of_the_sample():
    assert TABLE.keys() == SHAPES
    assert EDITS.keys() - set(filter(lambda kind: isinstance(kind, str), TABLE.values())) == {"a citation withdrawn"}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_its_keys_and_no_other(told: Told, name: str):
    edit, changes = EDITS[name], told.changes[name]
    places = {*edit.keys, *edit.trace}

    assert {key for key in changes if not any(beneath(key, place) for place in places)} == set()
    assert {place for place in places if not any(beneath(key, place) for key in changes)} == set()


@pytest.mark.parametrize("key", [key for key, kind in TABLE.items() if isinstance(kind, str)])
def test_a_key_is_changed_by_its_edit(told: Told, key: str):
    shapes = {re.sub(r"\[[^\]]*\]", "[]", place) for place in told.changes[TABLE[key]]}

    assert any(beneath(each, key) for each in shapes)


@pytest.mark.parametrize("key", [key for key, kind in TABLE.items() if isinstance(kind, Fact)])
def test_a_fact_is_entered_by_a_form(told: Told, key: str):
    fact = TABLE[key]

    assert fact.field in told.fields[fact]


def test_all_that_was_edited_comes_back_the_same_from_an_empty_database(told: Told):
    with forgotten():
        store(check(told.file), source="a file")

        assert written(tell()) == told.file
