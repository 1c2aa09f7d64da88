"""Taking a text through the circuit in a test, past every gate: nothing that was written counts for this version."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from charters.models import Charter, Clause, Level, Version, VersionDraft
from charters.versions import consulting, preparing
from charters.versions.gates import without_experience
from charters.versions.opinions import STATUTORY_SUBJECTS, record_opinion, statutory_committees
from governance.models import Committee, Member
from tests.factories import CommitteeFactory

BEFORE_EVERYTHING = datetime.date(2000, 1, 1)
WHY = "It is a wish, for now."


def ready_draft(charter: Charter, *, by: Member, why: str = WHY, **said: Any) -> VersionDraft:
    """A version in preparation that can be submitted: its consultation closed, a reason for each bare clause."""
    draft = preparing.prepare(charter, by=by)
    bare = without_experience(charter.pk).values_list("code", flat=True)
    said.setdefault("reasons", dict.fromkeys(bare, why))
    said.setdefault("opinions_from", _whom_to_ask(charter))
    draft = preparing.revise_draft(draft, by=by, seen=draft.row_version, **said)
    until = datetime.date.today() + datetime.timedelta(days=30)  # noqa: DTZ011 a day to come, wherever this runs
    consulting.open_consultation(draft, by=by, until=until, seen=draft.row_version)
    consulting.close_consultation(draft, by=by, counted_upto=BEFORE_EVERYTHING, seen=draft.row_version, reason=why)
    return draft


def _whom_to_ask(charter: Charter) -> list[str]:
    """The statutory committees, entered in the registry if the text may need one."""
    kinds = [kind.value for kind in STATUTORY_SUBJECTS]
    needed = Clause.objects.filter(charter=charter, section__kind__in=kinds).exists() or Level.objects.exists()
    if needed and not statutory_committees():
        CommitteeFactory(code="CST", acronym="CST", kind=Committee.Kind.STATUTORY)
    return statutory_committees()[:1]


def submit(charter: Charter, *, by: Member, **said: Any) -> Version:
    """A version submitted, whatever waits for an answer."""
    draft = ready_draft(charter, by=by, **said)
    return preparing.submit(draft, by=by, seen=draft.row_version)


def hear_everyone(version: Version, *, by: Member, reference: str = "Minutes of the session", words: str = "") -> None:
    """Every committee that was asked gives a favourable opinion."""
    for committee in Committee.objects.filter(code__in=version.opinion_requests.values("committee__code")):
        said = {"verdict": "favourable", "on": timezone.localdate(), "reference": reference, "words": words}
        record_opinion(version, committee, by=by, **said)
