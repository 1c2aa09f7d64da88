"""A department commits: it signs a version after talking with its team, and completes what it promised.

Nothing that was signed is ever rewritten: a completion repeats the former promises word for word and adds to them. The
database checks it again.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charters.commitments.asking import AskedVersion, asked_versions, binds, words_on
from charters.commitments.models import MOST_PROMISES, Commitment, hours_a_year
from charters.commitments.plausible import promise_too_long, stops_too_long, unlikely_day, unlikely_hours
from charters.permissions import SIGN_COMMITMENT
from charters.text.models import Charter
from governance.people.models import Department, Member, Role
from governance.refusals import Refused
from governance.signing import Stale

Status = Commitment.Status
Promises = Sequence[tuple[str, str]]  # the code of a clause, and the words of the promise


def require_head(department: Department, *, by: Member) -> None:
    """Only whoever heads this very department speaks for it. Raises PermissionDenied."""
    SIGN_COMMITMENT.require(by)
    if not by.heads(department):
        raise PermissionDenied(
            _(
                "You head another department, and each department commits by the hand of its own head. "
                "You can read here what this one promised."
            )
        )


@transaction.atomic
def commit(
    department: Department,
    *,
    charter: Charter,
    by: Member,
    label: str,
    seen: int,
    seen_hash: str,
    status: str,
    discussed_on: datetime.date | None = None,
    promises: Promises = (),
    hours: Decimal | None = None,
    period: str = "",
    stops: str = "",
    comment: str = "",
) -> Commitment:
    """Say where the department stands on the version ``label``: signed, with reservations, declined, in discussion.

    ``seen`` is the sequence of its last word that the head read (0: none), ``seen_hash`` the content hash of the text:
    only what was read is signed. Raises PermissionDenied, Stale, Refused.
    """
    asked, last = _open(department, charter=charter, by=by, label=label, seen=seen, seen_hash=seen_hash)
    if binds(last, asked.version):
        raise Refused(
            _(
                "Your department signed this version already, and what is signed is not taken back. "
                "You can complete its promises."
            )
        )
    today = timezone.localdate()
    refuse_if(unlikely_day(discussed_on))
    signs = status in Commitment.SIGNED  # the form proposes the former time: only a signature frees it again
    if signs:
        _refuse_unspoken(discussed_on, today)
        _refuse_unfit_promises(promises, asked)
        _refuse_without_time(hours, stops)
        refuse_if(unlikely_hours(hours, period), stops_too_long(stops))
    if status in (Status.SIGNED_WITH_RESERVATIONS, Status.DECLINED) and not comment.strip():
        raise Refused(_("Say your reservations, or why the department declines: everyone will read it."))
    if status == Status.DECLINED and promises:
        raise Refused(
            _("The department declines and promises at the same time. Empty the promises, or choose to sign.")
        )
    if status == Status.DECLINED and discussed_on and discussed_on > today:
        raise Refused(_("This team discussion is still to come. Hold it first, or choose “In discussion”."))
    return _add(
        asked, last, department, charter, by=by,
        status=status,
        date=None if status in (Status.IN_DISCUSSION, Status.TO_PLAN) else today,
        team_discussion_date=discussed_on,
        clause_codes=[code for code, _words in promises],
        promises=[words.strip() for _code, words in promises],
        hours_freed=hours if signs else None,
        hours_period=period if signs and hours is not None else "",
        stops=stops if signs else "",
        comment=comment,
    )  # fmt: skip


@transaction.atomic
def complete(
    department: Department,
    *,
    charter: Charter,
    by: Member,
    label: str,
    seen: int,
    seen_hash: str,
    status: str,
    added: Mapping[str, str] | None = None,
    promises: Promises = (),
    hours: Decimal | None = None,
    period: str = "",
    stops: str = "",
    comment: str = "",
    discussed_on: datetime.date | None = None,
) -> Commitment:
    """Add words to promises that were signed (``added``, by clause), other promises, freed time. Nothing is taken away.

    ``hours`` may only rise; ``stops`` are words that follow the former ones. Raises PermissionDenied, Stale, Refused.
    """
    asked, last = _open(department, charter=charter, by=by, label=label, seen=seen, seen_hash=seen_hash)
    if last is None or not binds(last, asked.version):
        raise Refused(_("Your department has not signed this version yet: sign it first, then complete its promises."))
    if status not in Commitment.SIGNED:
        raise Refused(_("What is signed is not taken back. Say your reservations, or complete the promises."))
    words = added or {}
    kept = [(code, followed(said, words.get(code, ""))) for code, said in last.promised]
    whole = [*kept, *promises]
    today = timezone.localdate()
    refuse_if(unlikely_day(discussed_on, known=last.team_discussion_date), unlikely_hours(hours, period))
    discussed_on = discussed_on or last.team_discussion_date
    _refuse_unspoken(discussed_on, today)
    _refuse_unfit_promises(whole, asked, but=set(last.clause_codes))
    hours, period = (hours, period) if hours is not None else (last.hours_freed, last.hours_period)
    if hours_a_year(hours, period) < last.hours_freed_a_year:
        raise Refused(_("That is less time than was promised. Promised time is completed, never taken back."))
    now_stops = followed(last.stops, stops)
    _refuse_without_time(hours, now_stops)
    refuse_if(stops_too_long(now_stops))
    if status == Status.SIGNED_WITH_RESERVATIONS and not comment.strip():
        raise Refused(_("Say your reservations, or why the department declines: everyone will read it."))
    facts = {
        "status": status,
        "team_discussion_date": discussed_on,
        "clause_codes": [code for code, _words in whole],
        "promises": [said.strip() for _code, said in whole],
        "hours_freed": hours,
        "hours_period": period,
        "stops": now_stops,
        "comment": comment,
    }
    if all(getattr(last, name) == value for name, value in facts.items()):
        raise Refused(_("Nothing was added to what is signed already. Write what completes it, then record again."))
    return _add(asked, last, department, charter, by=by, date=today, **facts)


def _open(
    department: Department, *, charter: Charter, by: Member, label: str, seen: int, seen_hash: str
) -> tuple[AskedVersion, Commitment | None]:
    """Lock the charter, so that neither its version nor the department's last word changes meanwhile; judge both."""
    require_head(department, by=by)
    charter = Charter.objects.locked().get(pk=charter.pk)
    asked = next((one for one in asked_versions(charter) if one.label == label), None)
    if asked is None:
        raise Refused(
            _(
                "This version can no longer be signed: another one is in force, or it was returned. Nothing you wrote "
                "is lost: copy it, then open the commitment of your department again."
            )
        )
    if not Department.objects.open_now().filter(pk=department.pk).exists():
        raise Refused(_("This department is closed: the one that took over its work commits."))
    last = words_on(charter, department, label).first()
    if asked.version.content_hash != seen_hash:
        raise Stale(
            _(
                "The text that you read was taken back, and another one bears its number now. Nothing you wrote is "
                "lost: read the new text, then answer on it."
            ),
            current=last.sequence if last else 0,
        )
    if (last.sequence if last else 0) != seen:
        raise Stale(
            _(
                "Your department said something else on this version while you were writing. Nothing you wrote is "
                "lost: read its last word below, then send again."
            ),
            current=last.sequence if last else 0,
        )
    return asked, last


def _add(
    asked: AskedVersion,
    last: Commitment | None,
    department: Department,
    charter: Charter,
    *,
    by: Member,
    **facts: object,
) -> Commitment:
    word = Commitment(
        charter=charter,
        department=department,
        version=asked.version,
        version_label=asked.label,
        sequence=last.sequence + 1 if last else 1,
        signed_by_function=by.function or str(Role.DEPARTMENT_HEAD.label),
        recorded_by=by.pseudonym,
        **facts,
    )
    _refuse_to_forget(word)
    word.save(force_insert=True)
    return word


def _refuse_to_forget(word: Commitment) -> None:
    """A signature that names no text is that of its number, even once another text of that number was returned."""
    kept = dict(word.promised)
    for former in words_on(word.charter, word.department, word.version_label).filter(
        version=None, status__in=Commitment.SIGNED
    ):
        promised = all(kept.get(code, "").startswith(said) and code in kept for code, said in former.promised)
        freed = word.hours_freed_a_year >= former.hours_freed_a_year and word.stops.startswith(former.stops)
        if not (word.is_signed and promised and freed):
            raise Refused(
                _(
                    "Your department signed this number already, in a file that does not name its text: version "
                    "%(label)s, on %(day)s. Take up those promises, that time and what stops word for word, then add "
                    "to them."
                )
                % {"label": former.version_label, "day": date_format(former.date) if former.date else ""}
            )


def followed(said: str, more: str) -> str:
    """Words, then those that complete them, in a paragraph of their own."""
    return f"{said}\n\n{more.strip()}".strip() if more.strip() else said


def _refuse_unspoken(discussed_on: datetime.date | None, today: datetime.date) -> None:
    if discussed_on is None:
        raise Refused(_("A department signs after a team discussion: give the day on which it was held."))
    if discussed_on > today:
        raise Refused(_("This team discussion is still to come. Hold it first, or choose “In discussion”."))


def _refuse_unfit_promises(
    promises: Promises, asked: AskedVersion, but: frozenset[str] | set[str] = frozenset()
) -> None:
    """One to three promises in words, each on another clause of the version; ``but`` are clauses signed before."""
    codes = [code for code, _words in promises]
    if not 1 <= len(codes) <= MOST_PROMISES:
        _refuse(_("A department promises on one to three clauses: choose them, and say what it promises on each."))
    if len(set(codes)) < len(codes):
        _refuse(_("Two promises are on the same clause: write them as one, or choose another clause."))
    known = set(asked.version.clauses.filter(code__in=codes).values_list("code", flat=True)) | but
    if unknown := [code for code in codes if code not in known]:
        _refuse(
            _("Clause %(code)s is not in this version any more: choose another clause for this promise.")
            % {"code": unknown[0]}
        )
    if silent := [code for code, words in promises if not words.strip()]:
        _refuse(_("Say what your department promises on clause %(code)s, in words.") % {"code": silent[0]})
    refuse_if(*(promise_too_long(code, words.strip()) for code, words in promises))


def _refuse_without_time(hours: Decimal | None, stops: str) -> None:
    if hours is None or hours <= 0:
        _refuse(
            _("Say how much working time is freed for these promises: without time, they would be asked of nobody.")
        )
    if not stops.strip():
        _refuse(_("Say what the department will not do instead: time is freed only when something else stops."))


def refuse_if(*sentences: str) -> None:
    """Refuse with the first sentence that says something. Raises Refused."""
    for sentence in filter(None, sentences):
        raise Refused(sentence)


def _refuse(sentence: str) -> NoReturn:
    raise Refused(sentence)
