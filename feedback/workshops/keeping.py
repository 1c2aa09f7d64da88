"""Keeping a workshop: its minutes once read, its own words, its statements; all corrected, and nothing lost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from feedback.permissions import RUN_WORKSHOPS
from feedback.workshops.minutes import Minutes
from feedback.workshops.models import Statement, Workshop
from governance.codes import next_code
from governance.people.models import Member
from governance.plain_text import clean_plain_text
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

CODE_PREFIX = "AT"
WORDS = ("title", "held_on", "site", "question", "summary", "proposal")


def kept_already(minutes: Minutes) -> Workshop | None:
    """The workshop that these minutes are of, when they were imported before."""
    return Workshop.objects.filter(minutes=minutes.kept).first()


@transaction.atomic
def keep(
    minutes: Minutes,
    *,
    by: Member | None,
    source_name: str = "",
    kinds: Mapping[int, str] | None = None,
    **words: Any,
) -> Workshop:
    """Keep a workshop as its minutes were read; ``words`` and ``kinds`` are what the facilitator corrected in them.

    ``by`` is None for the command line only. Minutes that were imported already are refused, with their code.
    """
    if by is not None:
        RUN_WORKSHOPS.require(by)
    code = next_code(Workshop, CODE_PREFIX)  # from here to the end, nobody else keeps a workshop
    if known := kept_already(minutes):
        raise Refused(
            _("These minutes were imported already, as workshop %(code)s. Open it to correct what was read.")
            % {"code": known.code}
        )
    said = {name: words.get(name, getattr(minutes, name)) for name in WORDS}
    workshop = Workshop(code=code, minutes=minutes.kept, source_name=source_name[:200])
    _write(workshop, said)
    save_signed(workshop, by=by, reason=_("Minutes imported"))
    kept: list[Statement] = []
    for place, told in enumerate(minutes.statements):
        statement = Statement(
            workshop=workshop,
            position=place + 1,
            kind=(kinds or {}).get(place, told.kind),
            part=told.part,
            said=_checked(told.said, Statement, "said"),
            text=_checked(told.text, Statement, "text"),
            parent=None if told.parent is None else kept[told.parent],
        )
        kept.append(save_signed(statement, by=by, reason=_("Minutes imported")))
    return workshop


@transaction.atomic
def revise(workshop: Workshop, *, by: Member, seen: int, reason: str, **words: Any) -> Workshop:
    """Correct the workshop's own words. The minutes that were received stay as they are."""
    RUN_WORKSHOPS.require(by)
    stored = lock_seen(workshop, seen=seen)
    before = [getattr(stored, name) for name in WORDS]
    _write(stored, words)
    if before == [getattr(stored, name) for name in WORDS]:
        raise Refused(_("Nothing changes: these are the present words. Correct at least one of them."))
    return save_signed(stored, by=by, reason=reason, fields=WORDS)


@transaction.atomic
def correct(
    statement: Statement,
    *,
    by: Member,
    seen: int,
    reason: str,
    kind: str,
    text: str,
    parent: Statement | None = None,
) -> Statement:
    """Read a statement otherwise. What the minutes say of it never changes."""
    RUN_WORKSHOPS.require(by)
    stored = lock_seen(statement, seen=seen)
    refuse_wrong_parent(stored.workshop_id, stored.position, parent)
    parent_id = parent.pk if parent else None
    if (stored.kind, stored.text, stored.parent_id) == (kind, text, parent_id):
        raise Refused(_("Nothing changes: these are the present words and kind. Correct at least one of them."))
    stored.kind, stored.text, stored.parent = kind, _checked(text, Statement, "text"), parent
    return save_signed(stored, by=by, reason=reason, fields=["kind", "text", "parent"])


@transaction.atomic
def set_aside(statement: Statement, *, by: Member, seen: int, reason: str, aside: bool = True) -> Statement:
    """Take a statement out of what was said (half a sentence, a repetition), or put it back. It keeps its place."""
    RUN_WORKSHOPS.require(by)
    stored = lock_seen(statement, seen=seen)
    if stored.set_aside == aside:
        raise Refused(
            _("This statement is set aside already.") if aside else _("This statement is among the others already.")
        )
    stored.set_aside = aside
    return save_signed(stored, by=by, reason=reason, fields=["set_aside"])


@transaction.atomic
def add_statement(
    workshop: Workshop, *, by: Member, reason: str, kind: str, part: str, text: str, parent: Statement | None = None
) -> Statement:
    """Add what the minutes do not say, or say in the middle of something else. It comes last.

    A form that is sent twice adds one statement: the one that was added in these very words, from the same source, is
    returned while it stands so. The row of the workshop is the lock: the second sender waits for the first.
    """
    RUN_WORKSHOPS.require(by)
    Workshop.objects.locked().get(pk=workshop.pk)
    last = Statement.objects.filter(workshop=workshop).aggregate(last=models.Max("position"))["last"] or 0
    refuse_wrong_parent(workshop.pk, last + 1, parent)
    said = {"kind": kind, "part": part, "parent": parent, "text": _checked(text, Statement, "text")}
    # where it comes from was typed too: the same words heard elsewhere are another statement
    added = Statement.history.filter(workshop_id=workshop.pk, history_type="+", history_change_reason=reason)
    same = workshop.statements.filter(set_aside=False, pk__in=added.values("id"), **said)
    if twin := same.order_by("position").first():
        return twin
    return save_signed(Statement(workshop=workshop, position=last + 1, **said), by=by, reason=reason)


def refuse_wrong_parent(workshop_id: int, position: int, parent: Statement | None) -> None:
    """A statement is a detail of one that comes before it, in the same workshop: so nothing is a detail of itself."""
    if parent is not None and (parent.workshop_id != workshop_id or parent.position >= position):
        raise Refused(
            _("A statement is a detail of one that comes before it in the same workshop. Choose another one.")
        )


def _write(workshop: Workshop, words: Mapping[str, Any]) -> None:
    for name in WORDS:
        value = words[name]
        if value is None or isinstance(value, datetime.date):
            setattr(workshop, name, value)
        else:
            setattr(workshop, name, _checked(value, Workshop, name))
    if not workshop.title:
        workshop.title = _("Workshop")


def _checked(value: str, model: type[models.Model], name: str) -> str:
    """The words, unless they are longer than there is room for: then a sentence that says which."""
    field: Any = model._meta.get_field(name)
    try:
        return clean_plain_text(value, max_length=field.max_length)
    except ValidationError as error:
        about = f"{field.verbose_name}, “{value[:40]}”: "
        raise Refused(about + " ".join(error.messages)) from None
