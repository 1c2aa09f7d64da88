"""Keeping the list of committees: adding one, describing it again, and what it shares with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.codes import next_code, one_at_a_time
from governance.committees.models import Committee, InformationItem
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

CODE_PREFIX = "INST"
DESCRIBED = (
    "name",
    "acronym",
    "kind",
    "scope",
    "role",
    "decides_on",
    "advises_on",
    "informed_of",
    "members_by_function",
    "member_categories",
    "chaired_by_function",
    "sponsor_function",
    "frequency",
    "legal_basis",
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece of decisive information: what, with whom, how soon, where."""

    document: str
    shared_with: Sequence[str] = ()
    delay: str = ""
    place: str = ""


@transaction.atomic
def add_committee(*, by: Member, information: Sequence[Shared] = (), **said: Any) -> Committee:
    """Add a committee. ``said`` fills its own fields; its code is the next one."""
    MANAGE_COMMITTEES.require(by)
    code = next_code(Committee, CODE_PREFIX)  # from here on nobody else adds one: short names can be compared
    refuse_taken_acronym(said.get("acronym", ""))
    committee = Committee(code=code, **said)
    save_signed(committee, by=by, reason=_("Committee added"))
    for position, item in enumerate(information, start=1):
        save_signed(_item(committee, position, item), by=by, reason=_("Committee added"))
    return committee


@transaction.atomic
def describe_committee(committee: Committee, *, by: Member, seen: int, reason: str, **said: Any) -> Committee:
    """Describe a committee again. Its code stays; what it was stays in its history. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    if said.get("acronym", committee.acronym) != committee.acronym:
        one_at_a_time(Committee, CODE_PREFIX)
    stored = lock_seen(committee, seen=seen)
    if unknown := said.keys() - set(DESCRIBED):
        raise TypeError(f"{sorted(unknown)} is not changed here.")
    changed = [name for name, value in said.items() if getattr(stored, name) != value]
    if not changed:
        raise Refused(_("Nothing changed: what you sent is what is said of the committee already."))
    if "acronym" in changed:
        refuse_taken_acronym(said["acronym"], but=stored)
    for name in changed:
        setattr(stored, name, said[name])
    return save_signed(stored, by=by, reason=reason, fields=changed)


@transaction.atomic
def promise_information(committee: Committee, shared: Shared, *, by: Member) -> InformationItem:
    """Add a piece of decisive information, after those that the committee shares already.

    A form that is sent twice adds one: what is promised in these very words, and still is, is returned. The row of
    the committee is the lock: the second sender waits for the first.
    """
    MANAGE_COMMITTEES.require(by)
    Committee.objects.locked().get(pk=committee.pk)
    same = committee.information.filter(withdrawn=False, **_said(shared))
    if twin := same.order_by("position").first():
        return twin
    last = InformationItem.objects.filter(committee=committee).aggregate(last=Max("position"))["last"] or 0
    return save_signed(_item(committee, last + 1, shared), by=by, reason=_("Information added"))


@transaction.atomic
def change_information(item: InformationItem, shared: Shared, *, by: Member, seen: int, reason: str) -> InformationItem:
    """Say otherwise what is shared, with whom, how soon or where. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    stored = _promised(item, seen=seen)
    said = _said(shared)
    changed = [name for name, value in said.items() if getattr(stored, name) != value]
    if not changed:
        raise Refused(_("Nothing changed: what you sent is what is promised already."))
    for name in changed:
        setattr(stored, name, said[name])
    return save_signed(stored, by=by, reason=reason, fields=changed)


@transaction.atomic
def withdraw_information(item: InformationItem, *, by: Member, seen: int, reason: str) -> InformationItem:
    """Say that something is no longer shared, and why. What was promised stays in its history."""
    MANAGE_COMMITTEES.require(by)
    stored = _promised(item, seen=seen)
    stored.withdrawn = True
    return save_signed(stored, by=by, reason=reason, fields=["withdrawn"])


def _promised(item: InformationItem, *, seen: int) -> InformationItem:
    stored = lock_seen(item, seen=seen)
    if stored.withdrawn:
        raise Refused(_("This is no longer shared: nothing is changed in it. Add it again if it is."))
    return stored


def _item(committee: Committee, position: int, shared: Shared) -> InformationItem:
    said = {**_said(shared), "promised_on": timezone.localdate()}
    return InformationItem(committee=committee, position=position, **said)


def _said(shared: Shared) -> dict[str, Any]:
    """The fields of a piece of information, as they are stored."""
    return {**asdict(shared), "shared_with": list(shared.shared_with)}


def refuse_taken_acronym(acronym: str, *, but: Committee | None = None) -> None:
    """Raise Refused when another committee goes by this short name."""
    others = Committee.objects.exclude(pk=but.pk if but else None)
    other = others.filter(acronym__iexact=acronym).first() if acronym else None
    if other:
        raise Refused(
            _("“%(acronym)s” is already the short name of: %(name)s. Choose another one, or leave it empty.")
            % {"acronym": acronym, "name": other.name}
        )
