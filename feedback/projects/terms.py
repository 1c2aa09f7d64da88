"""Keeping the closed lists in which projects are told: words are added, said better, moved, retired; none deleted."""

from __future__ import annotations

import re
import unicodedata
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.permissions import MANAGE_TERMS
from feedback.projects.models import Term
from governance.codes import one_at_a_time
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

LONGEST_CODE = 40
MOST = 100  # what the file of exchange holds of one list


@transaction.atomic
def add_term(list_name: str, *, by: Member, label: str, definition: str = "") -> Term:
    """Add a word at the end of a list. Its code is made from it, and never changes afterwards."""
    MANAGE_TERMS.require(by)
    others = _locked(list_name)
    _refuse_taken(label, others)
    if len(others) >= MOST:
        raise Refused(_("This list holds a hundred words: nobody reads further. Say one of them better instead."))
    term = Term(
        list=list_name,
        code=_code_of(label, list_name, {other.code for other in others}),
        label=label,
        definition=definition,
        position=max((other.position for other in others), default=0) + 1,
    )
    return save_signed(term, by=by, reason=_("Word added"))


@transaction.atomic
def edit_term(term: Term, *, by: Member, label: str, definition: str, reason: str, seen: int) -> Term:
    """Say a word better, everywhere it was used: it must go on meaning the same."""
    MANAGE_TERMS.require(by)
    others = [other for other in _locked(term.list) if other.pk != term.pk]
    stored = lock_seen(term, seen=seen)
    _refuse_taken(label, others)
    if (label, definition) == (stored.label, stored.definition):
        raise Refused(_("Nothing changed: write the word or its meaning otherwise, or leave them as they are."))
    stored.label, stored.definition = label, definition
    return save_signed(stored, by=by, reason=reason, fields=["label", "definition"])


@transaction.atomic
def move_term(term: Term, *, by: Member, up: bool, seen: int) -> Term:
    """Move a word one place up or down among those that are offered."""
    MANAGE_TERMS.require(by)
    offered = [other for other in _locked(term.list) if not other.retired]
    stored = lock_seen(term, seen=seen)
    place = next((n for n, other in enumerate(offered) if other.pk == stored.pk), None)
    if place is None:
        raise Refused(_("This word is no longer offered: it has no place in the list. Offer it again first."))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(offered):
        raise Refused(_("This word is already at the end of its list: it goes no further."))
    offered[place], offered[other] = offered[other], offered[place]
    places = sorted(each.position for each in offered)
    if len(set(places)) < len(places):
        places = list(range(1, len(places) + 1))
    for each, position in zip(offered, places, strict=True):
        if each.position != position:
            each.position = position
            save_signed(each, by=by, reason=_("Moved in its list"), fields=["position"])
    return offered[other]


@transaction.atomic
def retire_term(term: Term, *, by: Member, reason: str, seen: int) -> Term:
    """Offer a word no more: what was told with it keeps it, and is still found by it."""
    MANAGE_TERMS.require(by)
    stored = lock_seen(term, seen=seen)
    if stored.retired:
        raise Refused(_("This word is no longer offered already. You can offer it again from its page."))
    stored.retired = True
    return save_signed(stored, by=by, reason=reason, fields=["retired"])


@transaction.atomic
def offer_again(term: Term, *, by: Member, reason: str, seen: int) -> Term:
    """Offer a retired word again, where it stood."""
    MANAGE_TERMS.require(by)
    stored = lock_seen(term, seen=seen)
    if not stored.retired:
        raise Refused(_("This word is offered already: there is nothing to do."))
    stored.retired = False
    return save_signed(stored, by=by, reason=reason, fields=["retired"])


def _locked(list_name: str) -> list[Term]:
    """The whole list, locked in one order: two people who change it at once wait for each other.

    Whoever waited is given the rows as they now are, in the order in which they were: they are put in order again.
    """
    one_at_a_time(Term, list_name)  # a word added meanwhile would be on no row that is locked
    locked = Term.objects.locked().filter(list=list_name).order_by("position", "pk")
    return sorted(locked, key=lambda term: (term.position, term.pk))


def _refuse_taken(label: str, others: list[Term]) -> None:
    for other in others:
        if other.label.casefold() == label.casefold():
            sentence = (
                _("“%(label)s” is in this list already, no longer offered. Offer it again, or choose other words.")
                if other.retired
                else _("“%(label)s” is in this list already. Choose other words, or complete what it means.")
            )
            raise Refused(sentence % {"label": other.label})


def _code_of(label: str, list_name: str, taken: set[str]) -> str:
    """The code of a new word: its letters without accents, as the codes of files are."""
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    if not code[:1].isalpha():  # codes begin with a letter
        code = f"{list_name}_{code}"
    code = code[:LONGEST_CODE].strip("_")
    if code not in taken:
        return code
    numbered = (f"{code[: LONGEST_CODE - 4]}_{number}" for number in count(2))
    return next(each for each in numbered if each not in taken)
