"""Sentences that a job description's document and table both say of themselves."""

from django.utils.translation import gettext as _

from charters.hr.sheets import Sheet


def standing(sheet: Sheet) -> str:
    """In force or draft, and why: never to be missed by whoever opens the file."""
    if sheet.source is None:
        return _("Draft. No clause of the charter is quoted yet.")
    if sheet.draft:
        return _("Draft. %(reason)s") % {"reason": sheet.source.warning}
    return _("Quotes the version in force.")


def exchange_support() -> str:
    """What such a document is, as long as no opinion of the staff-management committee is recorded."""
    return _(
        "This document supports an exchange: it is not a criterion for appraisal. "
        "No opinion of the staff-management committee on these points is recorded."
    )


def no_regrading() -> str:
    """The law decides grading: a clause never does."""
    return _("Quoting the charter changes neither the grading of the post nor the pay that goes with it.")


def about_levels() -> str:
    """How to read a target level."""
    return _("The target level describes the post, never a person. It is proposed: adjust it with the agent concerned.")
