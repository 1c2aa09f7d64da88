"""What awaits people once a version is in force: to sign, to follow up, to close late actions, to review the year."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter_site.pages.awaiting import Line
from charter_site.pages.counting import told
from charter_site.pages.tasks import Task, days_since
from charters.commitments.asking import label_of
from charters.commitments.reviewing import due_since
from charters.models import Charter
from charters.permissions import RECORD_REVIEW
from governance.models import Member
from governance.plain_text import french

Lines = dict[str, list[Line]]
LABEL = 80  # characters of what is quoted in a link


def commitment_tasks(lines: Lines, member: Member, charter: Charter) -> Iterator[Task]:
    """One task for each subject that has something; nothing here makes a query."""
    yield from _to_sign(lines, charter)
    yield from _to_follow(lines, charter)
    yield from _late(lines, charter)
    yield from _review(member, charter)


def _to_sign(lines: Lines, charter: Charter) -> Iterator[Task]:
    """A version in force on which a department that one heads has not answered: it waits since it is in force."""
    if departments := lines.get("sign"):
        label, number = label_of(charter.number_in_force), charter.number_in_force
        links = [
            (french(line.words), reverse("commitment-sign", args=[charter.slug, line.code, label]))
            for line in departments
        ]
        yield Task(
            title=_("Say what your department promises on version %(number)s") % {"number": number},
            address=links[0][1],
            words=_(
                "Talk about it with your team first. It signs, with reservations or not, or declines and says why:"
            ),
            icon="seal",
            days=days_since(timezone.localdate(charter.in_force_since)),
            links=links,
        )


def _to_follow(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Promises of which nothing was told for half a year."""
    if due := lines.get("follow"):
        links = [(french(line.words), reverse("commitment", args=[charter.slug, line.code])) for line in due]
        yield Task(
            title=_("Say what became of the promises of your department"),
            address=links[0][1],
            words=_("Nothing was told of one of them for half a year. Is it kept, and what shows it or prevents it?"),
            icon="check",
            links=links,
        )


def _late(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Actions of the rollout plan whose last day has passed."""
    if late := lines.get("late"):
        number = late[0].number
        links = [
            (french(Truncator(line.words).chars(LABEL)), reverse("rollout-action", args=[charter.slug, line.code]))
            for line in late
        ]
        yield Task(
            title=ngettext(
                "Look at %(number)s late action of the rollout plan",
                "Look at %(number)s late actions of the rollout plan",
                number,
            )
            % {"number": told(number)},
            address=reverse("rollout", args=[charter.slug]),
            words=_("Done, it is closed with what shows it; if not, the plan says why and until when:"),
            icon="calendar",
            days=days_since(late[0].day),
            links=links,
        )


def _review(member: Member, charter: Charter) -> Iterator[Task]:
    """A year has passed since the version in force, or the day that the last review announced has come."""
    if not RECORD_REVIEW.granted_to(member) or not charter.in_force_since:
        return
    due = due_since(charter.next_review_on, timezone.localdate(charter.in_force_since))
    if due and due <= timezone.localdate():
        yield Task(
            title=_("Hold the yearly review of the charter"),
            address=reverse("review-new", args=[charter.slug]),
            words=_("Its page gathers what there is to look at: promises, freed time, the plan, untested clauses."),
            icon="round",
            days=days_since(due),
        )
