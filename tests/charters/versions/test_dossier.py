"""What management reads besides the text: objections are all counted, and a chosen day says why."""

from __future__ import annotations

import pytest
from django.utils import timezone

from charters.models import Position, Version
from charters.versions import consulting, deciding, dossier, preparing
from charters.versions.content import frozen_content
from charters.versions.documents.around import around
from charters.versions.documents.outline import outline_of
from charters.versions.opinions import record_opinion
from charters.versions.reading import with_steps
from tests import circuit
from tests.charters.consent.circle import Circle, Kind
from tests.charters.versions.pages import page
from tests.factories import CommitteeFactory, MemberFactory


def read(version: Version) -> dossier.Dossier:
    return dossier.dossier_of(with_steps().get(pk=version.pk), frozen_content(version))


@pytest.mark.django_db
def test_objections_that_are_not_shown_are_counted(monkeypatch):
    monkeypatch.setattr(dossier, "OBJECTIONS_SHOWN", 1)
    circle = Circle()
    version = circuit.submit(circle.clause.charter, by=circle.facilitator)
    assert read(version).more_objections == 0
    circle.open()
    circle.go_to("object")
    for kind in (Kind.OBJECTION, Kind.OBJECTION, Kind.OBJECTION, Kind.CONCERN, Kind.CONSENT):
        circle.position(kind)
    assert Position.objects.count() == 5

    found = read(version)

    assert (len(found.objections), found.more_objections) == (1, 2)
    html = page(MemberFactory(executive=True), "version-submitted", version.charter.slug, 1, language="en")
    assert "2 later objections are in their rounds" in html


def test_the_desk_says_why_contributions_are_counted_up_to_that_day(world):
    draft, today = world.draft(), timezone.localdate()
    by = {"by": world.facilitator, "seen": draft.row_version}
    for reason in ("The first reason.", "Elections in June."):
        consulting.open_consultation(draft, until=today, **by)
        consulting.close_consultation(draft, counted_upto=circuit.BEFORE_EVERYTHING, reason=reason, **by)
    version = preparing.submit(draft, **by)

    assert read(version).counted_reason == "Elections in June."
    html = page(world.executive, "version-submitted", world.charter.slug, 1, language="en")
    assert "Why this day:" in html
    assert "Elections in June." in html
    assert "The first reason." not in html


def test_a_text_that_comes_back_says_why_it_was_returned(world):
    first = world.submit()
    said = {"reason": "Not this way.", "seen_hash": first.content_hash, "reasons": {"M1": "Too long."}}
    deciding.return_to_facilitators(first, by=world.executive, **said)
    world.rewrite(text="Shorter.")
    world.submit()

    html = page(world.executive, "version-submitted", world.charter.slug, 2, language="en")

    assert "It was returned on" in html
    assert html.index("Not this way.") < html.index("Too long.") < html.index("Who took part")
    assert read(first).came_back == ()


def test_the_desk_says_what_is_kept_for_later_and_what_was_answered(world):
    other = world.add("Another")
    version = world.submit(left_out=(other.code,))

    html = page(world.executive, "version-submitted", world.charter.slug, 1, language="en")

    assert version.kept_for_later == [other.code] == ["M2"]
    assert "What changes in M2 is kept for a later version, with the contributions about it." in html
    assert "The others, written up to" in html


def test_an_erratum_says_so_before_anything_else(world):
    world.validate()
    world.rewrite(text="Other words.")
    circuit.submit(world.charter, by=world.facilitator, is_erratum=True)

    html = page(world.executive, "version-submitted", world.charter.slug, 2, language="en")

    assert html.index("Erratum: this version only corrects") < html.index("Who took part")


def test_what_a_committee_said_is_printed_with_the_version(world):
    version = world.submit()
    said = {"verdict": "reservations", "on": timezone.localdate(), "reference": "r", "words": "Unless it rains."}
    record_opinion(version, CommitteeFactory(), by=world.facilitator, **said)
    world.validate(version)

    assert "Unless it rains." in page(world.agent, "version", world.charter.slug, 1)
    version = with_steps().get(pk=version.pk)
    outline = outline_of(version, frozen_content(version), around(version))
    assert "Unless it rains." in [passage.words for passage in outline.passages]
