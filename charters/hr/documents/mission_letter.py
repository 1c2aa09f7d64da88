"""The mission letter: what legitimises a piece of work across departments.

What the application knows is written; the rest is a named blank, to be completed in Word. The charter speaks under
"how we cooperate", in the words it has for mission letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.hr.documents.framing import Around, facts_table, reference_of, signatures, to_complete
from charters.hr.documents.outline import Block, Wording
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Sheet


def matter(sheet: Sheet, around: Around) -> Iterator[Block]:
    """The usual parts of such a letter, in their order."""
    say = Wording(sheet.language)
    profile = sheet.profile
    department = profile.department.name if profile.department else ""
    addressee = ", ".join(filter(None, [profile.title, department]))
    for heading, names in (
        (
            _("Letter"),
            (
                (_("Organisation"), around.organisation),
                (_("Reference and date"), ""),
                (_("Addressee (function, department)"), addressee),
            ),
        ),
        (
            _("Object of the mission"),
            (
                (_("Object and context"), profile.purpose),
                (_("Common goal"), ""),
                (_("What is within the mission"), ""),
                (_("What is outside it"), ""),
                (_("Objectives and deliverables, with their dates"), ""),
                (_("Duration and end of the mission"), ""),
            ),
        ),
        (
            _("Time and means"),
            (
                (_("Working time set aside"), ""),
                (_("Activities lightened in return"), ""),
                (_("Team and departments that can be called on"), ""),
                (_("Means (budget, tools, training, facilitator)"), ""),
            ),
        ),
        (
            _("Who decides what"),
            (
                (_("Hierarchical superior"), profile.reports_to),
                (_("Functional superior, for the mission"), ""),
                (_("Delegation and room for decision"), ""),
                (_("Sponsor in executive management"), ""),
                (_("Steering committee, project team"), ""),
                (_("Arbitration"), ""),
                (_("Outside stakeholders"), ""),
            ),
        ),
    ):
        yield say.heading(heading)
        yield _blanks(say, heading, names)
    yield from _cooperation(say, sheet)
    heading = _("Follow-up")
    yield say.heading(heading)
    yield _blanks(
        say,
        heading,
        (
            (_("Progress points"), ""),
            (_("Review and feedback at the end"), ""),
            (_("How the yearly interview takes it into account"), ""),
        ),
    )
    yield from signatures(say, _("Executive management"), _("The direct superior"), _("The addressee"))


def _blanks(say: Wording, part: str, names: tuple[tuple[str, str], ...]) -> Block:
    """What is known of a part of the letter, and a mark for what is to be completed."""
    facts = [(name, known or to_complete()) for name, known in names]
    return facts_table(say, facts, described=_("%(part)s: what is known, and what is to be completed") % {"part": part})


def _cooperation(say: Wording, sheet: Sheet) -> Iterator[Block]:
    yield say.heading(_("How we cooperate"))
    lines = sheet.lines_in(Said.MISSION_LETTER)
    if not lines:
        yield say.text(_("No clause quoted has words for a mission letter yet."))
        return
    yield say.table(
        (_("Clause"), _("What the mission letter says")),
        [(reference_of(line, Said.MISSION_LETTER), line.mission_letter) for line in lines],
        described=_("Clauses quoted by the mission letter"),
        widths=(3, 7),
    )
