"""Citing experience in a clause: which words, with which stance, and what they say of the clause.

A clause counts its standing citations, whatever their stance (``citation_count``): what contradicts it is experience
too. Whether something supports it is another question (``evidence.unsupported``).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.grounding.models import Citation
from charters.grounding.quoting import passage_in, says_too_little
from charters.permissions import GROUND
from charters.text.models import Clause
from feedback.projects.models import Feedback
from feedback.projects.reading import with_all_it_says
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

Stance = Citation.Stance


@transaction.atomic
def cite(
    clause: Clause, entry: Feedback, *, by: Member, seen: int, stance: str, because: str, passage: str = ""
) -> Citation:
    """Cite the exact words of a published entry, or the whole of it. ``seen`` is the row version of the clause.

    Raises PermissionDenied, Stale when the clause changed under the reader's eyes, Refused.
    """
    GROUND.require(by)
    cited = locked_to_ground(clause, seen=seen)
    words = _words(entry, passage)
    _refuse_twice(cited, entry, words)
    citation = Citation(clause=cited, feedback=entry, passage=words, brought_by=by.pseudonym)
    citation.brought_on = timezone.localdate()
    _say(citation, stance, because)
    save_signed(citation, by=by, reason=_("Cited"))
    Clause.objects.filter(pk=cited.pk).update(citation_count=F("citation_count") + 1)
    return citation


@transaction.atomic
def correct(
    citation: Citation, *, by: Member, seen: int, stance: str, because: str, passage: str, reason: str
) -> Citation:
    """Cite other words of the same entry, or say otherwise what they say of the clause, and why.

    Raises PermissionDenied, Stale, Refused.
    """
    GROUND.require(by)
    stored = _locked_standing(citation, seen=seen)
    if not reason.strip():
        raise Refused(_("Say why it is corrected: its history shows it to everyone."))
    before = (stored.stance, stored.because, stored.passage)
    if passage != stored.passage:
        stored.passage = _words(stored.feedback, passage)
        _refuse_twice(stored.clause, stored.feedback, stored.passage, but=stored)
    _say(stored, stance, because)
    if before == (stored.stance, stored.because, stored.passage):
        raise Refused(_("Nothing changed: the citation says this already. Correct it, or leave it as it is."))
    return save_signed(stored, by=by, reason=reason.strip(), fields=["stance", "because", "passage"])


@transaction.atomic
def withdraw(citation: Citation, *, by: Member, seen: int, reason: str) -> Citation:
    """Cite it no more, and say why: it is kept, and so is the reason. Raises PermissionDenied, Stale, Refused."""
    GROUND.require(by)
    stored = _locked_standing(citation, seen=seen)
    if not reason.strip():
        raise Refused(_("Say why the clause cites it no more: its history shows it to everyone."))
    stored.withdrawn_on, stored.withdrawn_because = timezone.localdate(), reason.strip()
    save_signed(stored, by=by, reason=stored.withdrawn_because, fields=["withdrawn_on", "withdrawn_because"])
    Clause.objects.filter(pk=stored.clause_id).update(citation_count=F("citation_count") - 1)
    return stored


def locked_to_ground(clause: Clause, *, seen: int) -> Clause:
    """The stored clause, locked, when something may be brought to it. Raises Stale, Refused."""
    stored = lock_seen(clause, seen=seen)
    if stored.removed:
        raise Refused(_("This clause is no longer in the text: nothing can be cited in it. Choose another clause."))
    return stored


def _locked_standing(citation: Citation, *, seen: int) -> Citation:
    """The stored citation, locked after its clause as whoever cites locks them."""
    Clause.objects.locked().get(pk=citation.clause_id)
    stored = lock_seen(citation, seen=seen)
    if stored.withdrawn_on:
        raise Refused(_("This citation was withdrawn. Cite the entry again if the clause should rest on it."))
    return stored


def _words(entry: Feedback, passage: str) -> str:
    """The entry's own words for a passage. Raises Refused when it is not published, or does not say them."""
    published = Feedback.objects.filter(status=Feedback.Status.PUBLISHED)
    stored = with_all_it_says(published).filter(pk=entry.pk).first()
    if stored is None:
        raise Refused(_("This entry is not published: a clause only cites what everyone can read."))
    if not passage:
        return ""
    words = passage_in(stored, passage)
    if words is None:
        raise Refused(
            _("The entry does not say these words. Copy them from its page exactly, or choose one of its sentences.")
        )
    if says_too_little(stored, words):
        raise Refused(_("These words are too few to say where they come from: cite the whole sentence."))
    return words


def _refuse_twice(clause: Clause, entry: Feedback, passage: str, but: Citation | None = None) -> None:
    same = clause.citations.standing().filter(feedback=entry, passage=passage)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused(_("The clause already cites these very words. Correct that citation, or cite other words."))


def _say(citation: Citation, stance: str, because: str) -> None:
    if not because.strip():
        raise Refused(_("Say what this experience says of the clause: the reader cannot guess it."))
    citation.stance, citation.because = Stance(stance), because.strip()
