"""What awaits someone, role by role: to each their own, and nothing else.

What there is comes in one query (``charter_site.pages.awaiting``); nothing here makes another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter_site.pages.awaiting import Line, lines_awaiting
from charter_site.pages.commitment_tasks import commitment_tasks
from charter_site.pages.counting import told
from charter_site.pages.deliberation_tasks import deliberation_tasks
from charter_site.pages.tasks import Task, days_since
from charters.models import Charter
from charters.permissions import CREATE_CHARTER, EDIT_TEXT, PREPARE_VERSION, RECORD_OPINION, VALIDATE
from governance.models import Department, Member
from governance.permissions import MANAGE_DEPARTMENTS, MANAGE_SETTINGS

Lines = dict[str, list[Line]]


def tasks_of(member: Member, charter: Charter | None) -> list[Task]:
    """Everything that awaits this member, the longest waiting first."""
    lines = lines_awaiting(member, charter)
    found = [*_administration(member, charter), *_invitations(lines), *_stuck_mail(lines)]
    found += [*_stories(lines), *_requests(lines), *_decided(lines)]
    if charter:
        found += [*_decision(member, charter), *deliberation_tasks(lines, charter), *_preparation(member, charter)]
        found += [*_first_clauses(member, charter), *_stale_quotes(lines), *commitment_tasks(lines, member, charter)]
    return sorted(found, key=lambda task: -(task.days or 0))


def _decision(member: Member, charter: Charter) -> Iterator[Task]:
    """A submitted version awaits an opinion, then executive management."""
    if charter.opinions_awaited and RECORD_OPINION.granted_to(member):
        yield Task(
            title=_("Record the opinion that the submitted version needs"),
            address=reverse("version-submitted", args=[charter.slug, charter.awaiting_submission]),
            words=_("It cannot be validated before: %(committees)s.")
            % {"committees": ", ".join(charter.opinions_awaited)},
            icon="governance",
            days=days_since(timezone.localdate(charter.awaiting_since)),
        )
    if charter.awaiting_submission and not charter.opinions_awaited and VALIDATE.granted_to(member):
        yield Task(
            title=_("Decide on the submitted version"),
            address=reverse("version-submitted", args=[charter.slug, charter.awaiting_submission]),
            words=_("Read what changed since the version in force, then validate it or return it with reasons."),
            icon="seal",
            days=days_since(timezone.localdate(charter.awaiting_since)),
        )


def _first_clauses(member: Member, charter: Charter) -> Iterator[Task]:
    """A charter that has just been opened says nothing yet."""
    if not charter.clause_count and EDIT_TEXT.granted_to(member):
        yield Task(
            title=_("Write the first clauses"),
            address=charter.get_absolute_url(),
            words=_("The charter is open and its five sections are empty. Others can propose clauses too."),
            icon="pen",
        )


def _preparation(member: Member, charter: Charter) -> Iterator[Task]:
    """The version that facilitators are preparing, or that came back to them."""
    if charter.came_back and PREPARE_VERSION.granted_to(member):
        yield Task(
            title=_("Take up the returned version"),
            address=reverse("version-prepare", args=[charter.slug]),
            words=_("Executive management says why, clause by clause. What was said and chosen is kept:"),
            icon="pen",
            days=days_since(timezone.localdate(charter.came_back_at)),
            links=[(_("Read the reasons"), reverse("version-submitted", args=[charter.slug, charter.came_back]))],
        )
    if charter.is_being_prepared and PREPARE_VERSION.granted_to(member):
        yield Task(
            title=_("Finish the version in preparation"),
            address=reverse("version-prepare", args=[charter.slug]),
            words=_("It is not submitted yet: choose what goes into it, say what it brings, then submit it."),
            icon="pen",
            days=days_since(charter.consulted_until),
        )


def _administration(member: Member, charter: Charter | None) -> Iterator[Task]:
    """The first steps of an organisation, and the invitations that nobody took up."""
    if MANAGE_SETTINGS.granted_to(member) and not _organisation_name(member):
        yield Task(
            title=_("Describe your organisation"),
            address=reverse("organisation"),
            words=_("Its name is on every page and on every document."),
            icon="building",
        )
    if MANAGE_DEPARTMENTS.granted_to(member) and not _has_departments(charter):
        yield Task(
            title=_("Add the departments"),
            address=reverse("department-new"),
            words=_("With how many people work in each: small groups are then never pointed at."),
            icon="building",
        )
    if not charter and CREATE_CHARTER.granted_to(member):
        yield Task(
            title=_("Open the charter"),
            address=reverse("charter-new"),
            words=_("Its five sections come with it; clauses are written one by one."),
            icon="charter",
        )


def _has_departments(charter: Charter | None) -> bool:
    return charter.has_departments if charter else Department.objects.exists()


def _organisation_name(member: Member) -> str:
    return getattr(member, "organisation_name", "") or ""


def _stories(lines: Lines) -> Iterator[Task]:
    """Drafts of experience that their author left halfway; nobody is in a hurry for them."""
    if stories := lines.get("story"):
        number = stories[0].number
        yield Task(
            title=ngettext(
                "Resume the project that you are telling", "Resume the projects that you are telling", number
            ),
            address=reverse("feedback-edit", args=[stories[0].code]),
            words=_("The story is kept as you left it. You alone see it, until you publish it."),
            icon="feedback",
            links=[(line.words, reverse("feedback-edit", args=[line.code])) for line in stories],
        )


def _stale_quotes(lines: Lines) -> Iterator[Task]:
    """Job descriptions that quote, themselves or by their last documents, words that have changed."""
    if stale := lines.get("quotes"):
        number = stale[0].number
        yield Task(
            title=ngettext(
                "Bring %(number)s job description up to date", "Bring %(number)s job descriptions up to date", number
            )
            % {"number": told(number)},
            address=reverse("hr-drift"),
            words=_("They quote clauses that the version in force says otherwise: read what changed, word by word."),
            icon="hr",
            links=[(line.words, reverse("job-profile", args=[line.code])) for line in stale],
        )


def _requests(lines: Lines) -> Iterator[Task]:
    """Projects that are blocked until executive management decides."""
    if asked := lines.get("request"):
        number = asked[0].number
        links = [(line.words, reverse("request-answer", args=line.code.rsplit("/", 1))) for line in asked]
        yield Task(
            title=ngettext(
                "Give %(number)s decision that a project waits for",
                "Give %(number)s decisions that projects wait for",
                number,
            )
            % {"number": told(number)},
            address=reverse("decision-requests"),
            words=_("Each waits for a decision and its reason. Silence decides nothing:"),
            icon="calendar",
            days=days_since(asked[0].day),
            links=links,
        )


def _decided(lines: Lines) -> Iterator[Task]:
    """The answers of executive management, for whoever asked; they leave the list by themselves."""
    if given := lines.get("decided"):
        links = [(line.words, reverse("project", args=[line.code])) for line in given]
        yield Task(
            title=ngettext(
                "Read the decision that your project was waiting for",
                "Read the decisions that your projects were waiting for",
                given[0].number,
            ),
            address=links[0][1],
            words=_("Executive management decided, and says why. Let those who work with you know:"),
            icon="check",
            links=links,
        )


def _stuck_mail(lines: Lines) -> Iterator[Task]:
    """Messages that nothing moves any more without a person."""
    if stuck := lines.get("mail"):
        number = stuck[0].number
        yield Task(
            title=ngettext(
                "Decide on %(number)s message that did not leave",
                "Decide on %(number)s messages that did not leave",
                number,
            )
            % {"number": told(number)},
            address=reverse("outgoing-mail"),
            words=_(
                "The mail server refused them, or was cut off while they were leaving: send them again or drop them."
            ),
            icon="concern",
            days=days_since(stuck[0].day),
        )


def _invitations(lines: Lines) -> Iterator[Task]:
    if awaiting := lines.get("invited"):
        yield Task(
            title=_("See who has not come in yet"),
            address=reverse("people"),
            words=_("They were invited and have not chosen a password. A fresh link is on their page:"),
            icon="account",
            links=[(line.words, reverse("member", args=[line.code])) for line in awaiting],
        )
