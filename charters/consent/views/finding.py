"""What a page of rounds is about, and the way that leads to it."""

from __future__ import annotations

import uuid

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from charters.consent.models import ConsentRound, Position
from charters.consent.reading import rounds_for_reading
from charters.deliberation.views.finding import trail_of as trail_of_proposal


def find_round(charter: str, code: str) -> ConsentRound:
    return get_object_or_404(rounds_for_reading(), proposal__charter__slug=charter, code=code)


def as_it_is_now(request: HttpRequest, round: ConsentRound) -> ConsentRound:
    """The round that surrounds a form: read again once something was sent, since a refusal shows what changed."""
    if request.method != "POST":
        return round
    return rounds_for_reading().get(pk=round.pk)


def find_position(round: ConsentRound, pk: uuid.UUID, **traits: str) -> Position:
    """A position of the round, which it carries."""
    position = get_object_or_404(round.positions.select_related("committee"), pk=pk, **traits)
    position.round = round
    return position


def find_objection(round: ConsentRound, pk: uuid.UUID) -> Position:
    """An objection of the round, with all that its examinations showed."""
    objection = find_position(round, pk, kind=Position.Kind.OBJECTION)
    prefetch_related_objects([objection], "examinations")
    return objection


def trail_of(round: ConsentRound, *here: str) -> list[tuple[str, str]]:
    """The way to a round, through its proposal; ``here`` is a page below it."""
    way = [*trail_of_proposal(round.proposal), (_("Consent round"), round.get_absolute_url() if here else "")]
    return [*way, *((words, "") for words in here)]
