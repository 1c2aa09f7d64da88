"""The whole job description: the blocks that local authorities use, the charter's words in their place.

What the profile does not say is left out: human resources complete it in their own document. Only the holder and the
signatures are left as blanks. Grading is not here: no clause ever implies it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charters.hr.blocks import Block as Place
from charters.hr.documents.framing import Around, facts_table, signatures, to_complete
from charters.hr.documents.insert import clauses_table, target_levels
from charters.hr.documents.outline import Block, Wording
from charters.hr.sheets import Line, Sheet


def matter(sheet: Sheet, _around: Around) -> Iterator[Block]:
    """The blocks in the usual order; in each, the post's own words come before those of the charter."""
    say = Wording(sheet.language)
    profile = sheet.profile
    quoted = dict(sheet.blocks)
    yield from _identification(say, sheet)
    yield from _block(say, _("Purpose of the post"), profile.purpose)
    for heading, own, place in (
        (_("Missions and activities"), profile.missions, Place.MISSIONS),
        (_("Working relations"), profile.relations, Place.RELATIONS),
        (_("Autonomy and responsibilities"), profile.autonomy, Place.AUTONOMY),
    ):
        yield from _block(say, heading, own, quoted.get(place))
    levels = list(target_levels(say, sheet, level=2))
    yield from _block(say, pgettext("job description", "Skills"), profile.skills, quoted.get(Place.SKILLS), levels)
    yield from _block(say, _("Working conditions"), profile.conditions, quoted.get(Place.CONDITIONS))
    yield from _block(say, _("Means"), profile.means)
    yield from _block(say, _("Training"), profile.training)
    yield from signatures(say, _("The agent"), _("The direct superior"), _("The authority"))


def _identification(say: Wording, sheet: Sheet) -> Iterator[Block]:
    profile = sheet.profile
    groups = (
        (
            _("Identification"),
            _("What the post is"),
            (
                (_("Title of the post"), profile.title),
                (_("Number of the post"), profile.reference),
                (_("Occupation in the national repertory"), profile.occupation),
                (_("Family of posts"), profile.family),
                (_("Holder"), to_complete()),
            ),
        ),
        (
            pgettext("job description", "Status"),
            _("Statutory position of the post"),
            (
                (_("Statutory job group"), profile.job_group),
                (_("Staff category"), str(profile.get_category_display() or "")),
            ),
        ),
        (
            _("Where the post stands"),
            _("Department, place of work and hierarchy"),
            (
                (_("Division"), profile.department.pole if profile.department else ""),
                (_("Department"), profile.department.name if profile.department else ""),
                (_("Place of work"), profile.workplace),
                (_("Reports to"), profile.reports_to),
                (_("Team it manages"), profile.team or (_("Manages people") if profile.is_manager else "")),
                (_("Nature of the post"), _("Works in the field") if profile.is_field_staff else ""),
            ),
        ),
    )
    for heading, described, facts in groups:
        if known := [(name, value) for name, value in facts if value]:
            yield say.heading(heading)
            yield facts_table(say, known, described=described)


def _block(
    say: Wording, heading: str, own: str, lines: list[Line] | None = None, more: list[Block] | None = None
) -> Iterator[Block]:
    """A block of the job description; nothing at all when there is nothing to say in it."""
    if not (own or lines or more):
        return
    yield say.heading(heading)
    if own:
        yield say.text(own)
    if lines:
        yield clauses_table(say, heading, lines)
    yield from more or ()
