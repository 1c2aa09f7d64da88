"""What awaits one person, whatever it is: one query, made of one branch for each subject that may concern them.

Nobody's branch tells what awaits someone else. One's own anonymous words are found by digests, computed with ids that
came with the charter: the database never learns whose they are.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.utils import timezone

from charter_site.pages.counting import CountUpTo
from charters.commitments.reminding import commitments_to_follow, departments_to_sign
from charters.consent.reading import TO_REVIEW, rounds_of
from charters.consent.steps import DECISION_IN, POSITIONS_IN
from charters.consent.unanswered import unanswered_by_kind
from charters.hr.drift import drifted_profiles
from charters.models import (
    Charter,
    ConsentRound,
    DecisionRequest,
    JobProfile,
    Position,
    Proposal,
    RolloutAction,
    Support,
)
from charters.permissions import (
    ANIMATE_ROUNDS,
    ANSWER_REQUESTS,
    KEEP_JOB_PROFILES,
    KEEP_ROLLOUT,
    PLACE_COMMENTS,
    TAKE_UP,
)
from charters.text.anchoring import waiting
from feedback.models import Feedback
from feedback.permissions import ANSWER, ENTER_ON_BEHALF
from feedback.voices.signing import digest_of
from governance.models import Member, OutgoingMail
from governance.permissions import MANAGE_MAIL, MANAGE_PEOPLE

SHOWN = 5
WORDS = 120
DECIDED_SHOWN_FOR = 14  # days, on the first page of whoever asked
Rows = QuerySet[Any]


class Line(NamedTuple):
    """One of the things that await, and how many there are of its subject (``counting.told`` says it).

    ``code`` names its page.
    """

    subject: str
    number: int
    day: datetime.date | None
    words: str
    code: str


def lines_awaiting(member: Member, charter: Charter | None) -> dict[str, list[Line]]:
    """The first lines of each subject that awaits this member, the oldest first: one query."""
    branches = [*_of_everyone(member, charter), *_of_facilitators(member, charter), *_of_others(member, charter)]
    branches += [*_of_departments(member, charter), *_of_writers(member), *_of_projects(member)]
    first, *others = branches
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for row in first.union(*others, all=True) if others else first:
        found[row[0]].append(Line(*row))
    for lines in found.values():
        lines.sort(key=lambda line: (line.day or datetime.date.max, line.words))
    return found


def _of_writers(member: Member) -> Iterator[Rows]:
    """Experience that its author, or whoever types it, left halfway; there may be some before any charter."""
    mine = Q(author=member) | Q(entered_by=member)
    drafts = Feedback.objects.filter(mine, status=Feedback.Status.DRAFT)
    yield _lines("story", drafts, words="project__name", code="code")


def _of_projects(member: Member) -> Iterator[Rows]:
    """Decisions that a project under way was waiting for, and that someone else gave lately."""
    since = timezone.localdate() - datetime.timedelta(days=DECIDED_SHOWN_FOR)
    given = DecisionRequest.objects.filter(asked_by=member.pseudonym, answered_on__gte=since, project__closed_on=None)
    yield _lines("decided", given, day="answered_on", words="question", code="project__code")


def _of_everyone(member: Member, charter: Charter | None) -> Iterator[Rows]:
    """One's own words, on which something depends."""
    if charter is None:
        return
    if charter.to_confirm:
        mine = Q(author_digest__in=[digest_of(member, pk) for pk in charter.to_confirm])
        if ENTER_ON_BEHALF.granted_to(member):
            mine |= Q(on_behalf=True)  # the words of a card: with their author's agreement
        to_confirm = Proposal.objects.open().filter(mine, charter=charter, awaits_confirmation=True)
        yield _lines("confirm", to_confirm, day=None, words="title", code="code")
    if charter.open_rounds:
        own = [digest_of(member, pk) for pk in charter.open_rounds]
        held = Position.objects.filter(holder_digest__in=own, is_current=True, end="").exclude(holder_digest="")
        about = {"words": "round__proposal__title", "code": "round__code"}
        former = held.exclude(wording=F("round__proposal__wording")).filter(round__step__in=POSITIONS_IN)
        yield _lines("position", former, day=None, **about)
        examined = held.filter(kind=Position.Kind.OBJECTION).exclude(examination="")
        yield _lines("examined", examined, day=None, **about)
        ended = Position.objects.filter(holder_digest__in=own, is_current=True, kind=Position.Kind.OBJECTION)
        ended = ended.exclude(holder_digest="").filter(round__step__in=POSITIONS_IN)
        by_facilitators = [Position.End.INTEGRATED, Position.End.NOT_VALID]
        yield _lines("ended", ended.filter(end__in=by_facilitators), day=None, **about)
        yield _lines("escalated", ended.filter(end=Position.End.ESCALATED, outcome=""), day=None, **about)
    if charter.to_place and not PLACE_COMMENTS.granted_to(member):
        own = [digest_of(member, pk) for pk in charter.to_place]
        lost = waiting().filter(anchor__comment__author_digest__in=own)
        yield _lines("replace", lost, day=None, words="anchor__comment__text", code="anchor__clause__code")
    if charter.amended:
        own = [digest_of(member, pk) for pk in charter.amended]
        given = Support.objects.filter(digest__in=own).exclude(substance=F("proposal__substance"))
        yield _lines("support", given, day=None, words="proposal__title", code="proposal__code")
    if charter.debated:
        mine = Q(proposal__author_digest__in=[digest_of(member, pk) for pk in charter.debated])
        if ENTER_ON_BEHALF.granted_to(member):
            mine |= Q(proposal__on_behalf=True)
        argued = ConsentRound.objects.filter(mine, is_open=True, proposal__in=charter.debated)
        yield _lines("argued", argued, day=None, words="proposal__title", code="code")


def _of_facilitators(member: Member, charter: Charter | None) -> Iterator[Rows]:
    """What is owed an answer, a place, a decision, a review."""
    if charter is None:
        return
    kinds = unanswered_by_kind()
    if TAKE_UP.granted_to(member):
        alone = kinds["proposal"].filter(charter=charter, has_open_round=False, awaits_committee=False)
        yield _lines("proposal", alone, words="title", code="code")
    if ANSWER.granted_to(member):
        yield _lines("comment", kinds["comment"], words="text", code="pk")
        yield _lines("feedback", kinds["feedback"], words="project__name", code="code")
    if PLACE_COMMENTS.granted_to(member):
        yield _comments_to_place(charter)
    if ANIMATE_ROUNDS.granted_to(member):
        about = {"words": "proposal__title", "code": "code"}
        overdue = Q(step__in=DECISION_IN) | Q(step_until__lt=timezone.localdate())
        moving = ConsentRound.objects.filter(overdue, is_open=True, proposal__charter=charter)
        yield _lines("round", moving, day="step_until", **about)
        raised = Position.objects.filter(kind=Position.Kind.OBJECTION, is_current=True, end="")
        raised = raised.filter(round__is_open=True, round__proposal__charter=charter)
        yield _lines("objection", raised.filter(examination=""), words="harm", code="round__code")
        yield _lines("to_end", raised.exclude(examination=""), words="harm", code="round__code")
        to_review = rounds_of(charter.slug).filter(group=TO_REVIEW)
        yield _lines("review", to_review, day="review_due", **about)
        taken = kinds["position"].filter(round__proposal__charter=charter)
        yield _lines("committee", taken, words="round__proposal__title", code="round__code")


def _comments_to_place(charter: Charter) -> Rows:
    """Each clause on which comments moved or lost their words, and how many; a resolved discussion waits no more."""
    lost = waiting().filter(anchor__clause__charter=charter, anchor__clause__removed=False)
    by_clause = lost.order_by().values("anchor__clause__code").annotate(number=Count("pk"))
    code = Cast("anchor__clause__code", TextField())
    return by_clause.values_list(_subject("place"), "number", _no_day(), code, "anchor__clause__code")


def _of_others(member: Member, charter: Charter | None) -> Iterator[Rows]:
    """Job descriptions to bring up to date, decisions that projects wait for, who has not come in yet, stuck mail."""
    if charter and charter.version_in_force_id and KEEP_JOB_PROFILES.granted_to(member):
        drifted = JobProfile.objects.filter(drifted_profiles()).order_by("title", "pk")
        yield _lines("quotes", drifted, day=None, words="title")
    if ANSWER_REQUESTS.granted_to(member):
        asked = DecisionRequest.objects.waiting().exclude(asked_by=member.pseudonym)
        code = Concat("project__code", Value("/"), Cast("number", TextField()), output_field=TextField())
        yield _lines("request", asked, day="asked_on", words="question", code=code)
    if MANAGE_PEOPLE.granted_to(member):
        invited = Member.objects.awaiting_invitation().order_by("name", "pk")
        yield _lines("invited", invited, day=None, words="name")
    if MANAGE_MAIL.granted_to(member):
        # neither whom they are for nor what they say: only that there are some, and since when
        yield _lines("mail", OutgoingMail.objects.stuck(), day="since", words="state", code="state")


def _of_departments(member: Member, charter: Charter | None) -> Iterator[Rows]:
    """What a department owes by the hand of its head: an answer, the follow-up of its promises; and late actions."""
    if charter is None:
        return
    today, heads = timezone.localdate(), member.departments_headed
    if heads and charter.number_in_force:
        number = charter.number_in_force
        yield _lines("sign", departments_to_sign(charter, number).filter(pk__in=heads), day=None, words="name")
        due = commitments_to_follow(charter, number, today).filter(department__in=heads)
        yield _lines("follow", due, day="date", words="department__name", code="department")
    late = RolloutAction.objects.late(today).filter(charter=charter)
    if not KEEP_ROLLOUT.granted_to(member):
        if not (heads or member.function):
            return
        concerned = Q(department__in=heads)
        late = late.filter(concerned | Q(owner_function=member.function) if member.function else concerned)
    late = late.annotate(last=Coalesce("due_on", "period_end", "period_start"))
    yield _lines("late", late, day="last", words="step", code="position")


def _lines(subject: str, rows: Rows, *, words: str, code: Any = "pk", day: str | None = "written_on") -> Rows:
    """The first rows of a subject, the oldest first, each with how many there are in all.

    They are counted apart: to number every row would read them all, with their words, before the first ones are kept.
    """
    if day:
        rows = rows.order_by(day, "pk")
    elif not rows.query.order_by:
        rows = rows.order_by("pk")
    return rows.values_list(
        _subject(subject), CountUpTo(rows), F(day) if day else _no_day(), Left(words, WORDS),
        Cast(code, TextField()),
    )[:SHOWN]  # fmt: skip


def _subject(name: str) -> Value:
    return Value(name, CharField())


def _no_day() -> Cast:
    return Cast(Value(None), DateField())
