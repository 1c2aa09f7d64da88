"""Sentences that documents and pages say of themselves."""

from django.utils.translation import gettext as _

from charters.hr.kinds import DocumentKind
from charters.hr.models import GridOpinion
from charters.hr.sheets import Sheet
from governance.templatetags.french import day


def standing(sheet: Sheet, kind: DocumentKind = DocumentKind.JOB_DESCRIPTION) -> str:
    """In force or draft, and why: never to be missed by whoever opens the file."""
    if sheet.source is None:
        return _("Draft. No clause of the charter is quoted yet.")
    if sheet.draft:
        reason = f"{sheet.source.warning} {reworded(sheet)}".strip()
        return _("Draft. %(reason)s") % {"reason": reason}
    if sheet.draft_of(kind):
        return _("Draft. %(reason)s") % {"reason": no_own_practice()}
    if not sheet.source.in_force:
        return _("Quotes version %(old)s, in the same words as version %(new)s, which is in force.") % {
            "old": sheet.source.number,
            "new": sheet.source.current_number,
        }
    return _("Quotes the version in force.")


def reworded(sheet: Sheet) -> str:
    """Which of the clauses quoted are no longer what the charter says; nothing when all are."""
    if not sheet.outdated:
        return ""
    return _("Changed since: %(codes)s.") % {"codes": ", ".join(sheet.outdated)}


def no_own_practice() -> str:
    """What a manager's profile lacks."""
    return _("This post manages people: at least one objective on the manager's own practice is to be written.")


def exchange_support(opinion: GridOpinion | None = None) -> str:
    """What such a document is: a support for an exchange, until the statutory committee was heard of the grid."""
    if opinion is None:
        return _(
            "This document supports an exchange: it is not a criterion for appraisal. "
            "No opinion of the staff-management committee on the grid is recorded."
        )
    return _("Grid put before the committee: %(committee)s, opinion %(verdict)s, on %(day)s (%(reference)s).") % {
        "committee": opinion.committee_name,
        "verdict": str(opinion.get_verdict_display()).lower(),
        "day": day(opinion.on),
        "reference": opinion.reference,
    }


def no_regrading() -> str:
    """The law decides grading: a clause never does."""
    return _("Quoting the charter changes neither the grading of the post nor the pay that goes with it.")


def about_levels() -> str:
    """How to read a target level."""
    return _("A target level describes the post, never a person. One that is proposed is adjusted with the agent.")
