"""The documents that human resources take away, and the formats of their files."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What is made of a job description and of the clauses that it quotes."""

    INSERT = "insert", _("Insert for a job description")
    JOB_DESCRIPTION = "job-description", _("Full job description")
    MISSION_LETTER = "mission-letter", _("Mission letter")
    INTERVIEW_GRID = "interview-grid", _("Interview grid and guide")
    OBJECTIVES = "objectives", _("Objective sheet")
    CLAUSE_CARDS = "clause-cards", _("Clause cards")


class Ending(TextChoices):
    """The formats: those to read and to sign, those for a spreadsheet, that for a program."""

    DOCX = "docx", _("Word (DOCX)")
    ODT = "odt", _("OpenDocument (ODT)")
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", pgettext_lazy("file format", "Excel (XLSX)")
    CSV = "csv", pgettext_lazy("file format", "Table (CSV)")
    JSON = "json", _("JSON")


class Wording(TextChoices):
    """The documents for which the charter words each clause; the values are fields of a quote."""

    JOB_DESCRIPTION = "wording", _("Job description")
    MISSION_LETTER = "mission_letter", _("Mission letter")
    INTERVIEW = "interview", _("Yearly interview")


# The field of a clause that holds the charter's own words for each.
CHARTER_FIELD = {
    Wording.JOB_DESCRIPTION: "hr_job_description",
    Wording.MISSION_LETTER: "hr_mission_letter",
    Wording.INTERVIEW: "hr_interview",
}
