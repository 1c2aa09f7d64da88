"""Sponsoring a clause: someone of executive management takes it under their care, in front of everyone."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from charters.permissions import SPONSOR
from charters.text.models import Clause
from charters.versions.life import Sponsorship
from governance.people.models import Member, Role
from governance.refusals import Refused


def is_sponsored_by(clause: Clause, member: Member) -> bool:
    """Whether this member sponsors the clause now. One query."""
    last = Sponsorship.objects.filter(clause=clause, by=member.pseudonym).order_by("-sequence").first()
    return bool(last and last.takes)


@transaction.atomic
def take_sponsorship(clause: Clause, *, by: Member, words: str = "") -> Sponsorship:
    """Take a clause under one's care, saying what one will do for it. Raises PermissionDenied, Refused."""
    SPONSOR.require(by)
    clause = Clause.objects.locked().get(pk=clause.pk)
    if clause.removed:
        raise Refused(_("This clause was removed from the text: there is nothing left to sponsor. Choose another one."))
    if is_sponsored_by(clause, by):
        raise Refused(_("You already sponsor this clause. Give it up first to say it in other words."))
    return _add(clause, by=by, takes=True, words=words)


@transaction.atomic
def give_up_sponsorship(clause: Clause, *, by: Member, words: str) -> Sponsorship:
    """Give up a clause, saying why: everyone can read it. Raises PermissionDenied, Refused."""
    SPONSOR.require(by)
    clause = Clause.objects.locked().get(pk=clause.pk)
    if not is_sponsored_by(clause, by):
        raise Refused(_("You do not sponsor this clause: there is nothing to give up."))
    if not words.strip():
        raise Refused(_("Say why you give it up: those who counted on you will read it."))
    return _add(clause, by=by, takes=False, words=words)


def _add(clause: Clause, *, by: Member, takes: bool, words: str) -> Sponsorship:
    return Sponsorship.objects.create(
        clause=clause,
        sequence=Sponsorship.objects.filter(clause=clause).count() + 1,
        by=by.pseudonym,
        by_function=by.function or str(Role.EXECUTIVE.label),
        takes=takes,
        words=words,
    )


def sponsorships_of(clause: Clause) -> list[Sponsorship]:
    """Who took a clause under their care and who gave it up, the last word first. One query."""
    return list(Sponsorship.objects.filter(clause=clause).order_by("-sequence"))
