"""What awaits people in the deliberation: to confirm, to answer, to put back in place, to decide, to review."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter_site.pages.awaiting import SHOWN, Line
from charter_site.pages.counting import told
from charter_site.pages.tasks import Task, days_since
from charters.models import Charter

Lines = dict[str, list[Line]]
LABEL = 80  # characters of what is quoted in a link


def deliberation_tasks(lines: Lines, charter: Charter) -> Iterator[Task]:
    """The tasks that these lines make: one for each subject, none for a subject without lines."""
    yield from _own_words(lines, charter)
    yield from _answers(lines, charter)
    yield from _places(lines, charter)
    yield from _rounds(lines, charter)


def _own_words(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Proposals, positions and objections of one's own, however they are signed."""
    if proposals := lines.get("confirm"):
        number = proposals[0].number
        title = ngettext(
            "Confirm %(number)s proposal on the present text",
            "Confirm %(number)s proposals on the present text",
            number,
        )
        words = _("The clause changed inside its words. Until it is confirmed, its supports do not count:")
        yield _task(proposals, charter, "proposal-confirm", title=title, words=words, icon="pen")
    if positions := lines.get("position"):
        number = positions[0].number
        title = ngettext(
            "Confirm your position in %(number)s consent round",
            "Confirm your position in %(number)s consent rounds",
            number,
        )
        words = _("The words changed since you took it. It does not count until you say whether it still holds:")
        yield _task(positions, charter, "round", title=title, words=words, icon="round")
    if lost := lines.get("replace"):
        number = lost[0].number
        title = ngettext(
            "Say on which words your comment stands", "Say on which words %(number)s of your comments stand", number
        )
        words = ngettext(
            "The text changed there. Look whether they are still the right words:",
            "The text changed in these places. Look whether they are still the right words:",
            number,
        )
        yield _task(lost, charter, "clause-passages", title=title, words=words, icon="move")
    if given := lines.get("support"):
        number = given[0].number
        title = ngettext(
            "Read again a proposal that you supported", "Read again %(number)s proposals that you supported", number
        )
        words = _("It asks for something else since, and your support does not count. Give it again, or take it back:")
        yield _task(given, charter, "proposal", title=title, words=words, icon="support")
    if examined := lines.get("examined"):
        title = _("Read how your objection was examined")
        words = _("It has not ended. You can withdraw it, or complete it with whoever leads the round:")
        yield _task(examined, charter, "round", title=title, words=words, icon="objection")
    if ended := lines.get("ended"):
        title = _("Read how your objection ended")
        words = _("Read the present words, then say whether you consent to them:")
        yield _task(ended, charter, "round", title=title, words=words, icon="objection")
    if taken := lines.get("escalated"):
        title = _("Your objection was taken to a committee")
        words = _("Read why. What it answers will be told to you here:")
        yield _task(taken, charter, "round", title=title, words=words, icon="governance")
    if argued := lines.get("argued"):
        title = _("An objection to your proposal was examined")
        words = _("Read what it showed: you can amend your words, so that they do no harm any more:")
        yield _task(argued, charter, "round", title=title, words=words, icon="pen")


def _answers(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Proposals, and the other contributions, that are owed an answer: how many, and the oldest ones."""
    if proposals := lines.get("proposal"):
        number = proposals[0].number
        yield Task(
            title=ngettext("Answer %(number)s proposal", "Answer %(number)s proposals", number)
            % {"number": told(number)},
            address=reverse("proposals", args=[charter.slug]),
            words=ngettext(
                "It is owed a public answer, with its reasons:",
                "Each is owed a public answer, with its reasons. The oldest come first:",
                number,
            ),
            icon="comment",
            days=days_since(proposals[0].day),
            links=_links("proposal", proposals, charter),
        )
    others = [line for subject in ("comment", "feedback", "committee") for line in lines.get(subject, [])]
    if others:
        others.sort(key=lambda line: line.day)  # type: ignore[arg-type,return-value]
        number = sum(lines[subject][0].number for subject in ("comment", "feedback", "committee") if lines.get(subject))
        yield Task(
            title=ngettext(
                "Answer %(number)s comment, entry or objection",
                "Answer %(number)s comments, entries or objections",
                number,
            )
            % {"number": told(number)},
            address=reverse("unanswered"),
            words=_("Each contribution is owed a public answer, with its reason. The oldest come first:"),
            icon="comment",
            days=days_since(others[0].day),
            links=[(_quoted(line), _where(line, charter)) for line in others[:SHOWN]],
        )


def _places(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Comments whose words moved or are gone, clause by clause."""
    if clauses := lines.get("place"):
        number = sum(line.number for line in clauses)
        links = [
            (f"{line.code} ({line.number})", reverse("clause-passages", args=[charter.slug, line.code]))
            for line in clauses
        ]
        yield Task(
            title=ngettext("Put %(number)s comment back in its place", "Put %(number)s comments back in place", number)
            % {"number": told(number)},
            address=links[0][1],
            words=ngettext("The text changed there. On the clause:", "The text changed there. By clause:", number),
            icon="move",
            links=links,
        )


def _rounds(lines: Lines, charter: Charter) -> Iterator[Task]:
    """Objections to examine, rounds that wait for whoever leads them, and decisions to review."""
    if raised := lines.get("objection"):
        title = ngettext("Examine %(number)s objection", "Examine %(number)s objections", raised[0].number)
        words = _("Read it with whoever raised it, then say what was found:")
        yield _task(raised, charter, "round", title=title, words=words, icon="objection")
    if to_end := lines.get("to_end"):
        number = to_end[0].number
        title = ngettext("End %(number)s examined objection", "End %(number)s examined objections", number)
        words = _("Is it integrated into the text, not valid, or for a committee? Say it, and why:")
        yield _task(to_end, charter, "round", title=title, words=words, icon="objection")
    if moving := lines.get("round"):
        title = ngettext("Lead %(number)s consent round on", "Lead %(number)s consent rounds on", moving[0].number)
        words = _("It waits for its decision, or the last day that was announced has passed:")
        yield _task(moving, charter, "round", title=title, words=words, icon="round")
    if due := lines.get("review"):
        number = due[0].number
        title = ngettext(
            "Review %(number)s text adopted by consent", "Review %(number)s texts adopted by consent", number
        )
        words = _("The day that was announced has come: read the concerns again, then say what was found.")
        yield _task(due, charter, "round", title=title, words=words, icon="calendar")


def _task(found: list[Line], charter: Charter, route: str, *, title: str, words: str, icon: str) -> Task:
    """A task that leads to the first of its lines, and names them; it waits since the oldest, when that is known."""
    links = _links(route, found, charter)
    title = title % {"number": told(found[0].number)}
    return Task(title, links[0][1], words, icon, days=days_since(found[0].day), links=links)


def _links(route: str, lines: list[Line], charter: Charter) -> list[tuple[str, str]]:
    return [(_quoted(line), reverse(route, args=[charter.slug, line.code])) for line in lines]


def _quoted(line: Line) -> str:
    return Truncator(line.words).chars(LABEL)


def _where(line: Line, charter: Charter) -> str:
    match line.subject:
        case "comment":
            return reverse("comment", args=[line.code])
        case "feedback":
            return reverse("feedback", args=[line.code])
    return reverse("round", args=[charter.slug, line.code])
