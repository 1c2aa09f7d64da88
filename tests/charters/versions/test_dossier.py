"""What management reads besides the text: objections are all counted, and a chosen day says why."""

from __future__ import annotations

import pytest
from django.utils import timezone

from charters.models import Position, Version
from charters.versions import consulting, dossier, preparing
from charters.versions.content import frozen_content
from charters.versions.reading import with_steps
from tests import circuit
from tests.charters.consent.circle import Circle, Kind
from tests.charters.versions.pages import page
from tests.factories import MemberFactory


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
