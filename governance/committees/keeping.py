"""Keeping the list of committees: adding one, with what it shares and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.codes import next_code
from governance.committees.models import Committee, InformationItem
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES
from governance.refusals import Refused
from governance.signing import save_signed

CODE_PREFIX = "INST"


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece of decisive information: what, with whom, how soon."""

    document: str
    shared_with: Sequence[str] = ()
    delay: str = ""


@transaction.atomic
def add_committee(*, by: Member, information: Sequence[Shared] = (), **said: Any) -> Committee:
    """Add a committee. ``said`` fills its own fields; its code is the next one."""
    MANAGE_COMMITTEES.require(by)
    refuse_taken_acronym(said.get("acronym", ""))
    committee = Committee(code=next_code(Committee, CODE_PREFIX), **said)
    save_signed(committee, by=by, reason=_("Committee added"))
    for position, item in enumerate(information, start=1):
        shared = InformationItem(
            committee=committee,
            position=position,
            document=item.document,
            shared_with=list(item.shared_with),
            delay=item.delay,
        )
        save_signed(shared, by=by, reason=_("Committee added"))
    return committee


def refuse_taken_acronym(acronym: str) -> None:
    """Raise Refused when another committee goes by this short name."""
    other = Committee.objects.filter(acronym__iexact=acronym).first() if acronym else None
    if other:
        raise Refused(
            _("“%(acronym)s” is already the short name of: %(name)s. Choose another one, or leave it empty.")
            % {"acronym": acronym, "name": other.name}
        )
