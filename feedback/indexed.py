"""What of this floor can be searched: published experience, projects, remarks, workshops and what was said in them.

Of a contribution, its words and the day that its page says; nothing of who wrote it, nor how.
"""

from feedback.projects.models import Feedback, Hindrance, Lever, Project
from feedback.voices.models import Comment, Outcome
from feedback.workshops.models import Statement, Workshop
from governance.searching.declaring import Searchable, lines, searchable, words


def told(table: str) -> str:
    """SQL of what helped, or hindered, in the order in which it was told."""
    return (
        "(SELECT string_agg(told.text, E'\\n' ORDER BY told.position, told.id) "
        f"FROM {table} AS told WHERE told.feedback_id = source.id)"
    )


searchable(
    Searchable(
        kind="feedback",
        model=Feedback,
        key="source.code",
        code="source.code",
        title="project.name",
        body=words(
            "source.context", "source.cooperation_modes_detail", lines("source.lessons"),
            told("feedback_lever"), told("feedback_hindrance"),
        ),
        day="source.period_end",
        joins="JOIN feedback_project AS project ON project.id = source.project_id",
        holds=f"source.status = '{Feedback.Status.PUBLISHED}' AND source.outcome <> '{Outcome.WITHDRAWN}'",
        follows={Project: ("project_id", "id"), Lever: ("id", "feedback_id"), Hindrance: ("id", "feedback_id")},
    ),
    # One that was only told is found by its entries: a draft must not be known by the name of its project.
    Searchable(
        kind="project",
        model=Project,
        key="source.code",
        title="source.name",
        body=words("source.brief", "source.mission_letter", "source.governance"),
        day="source.opened_on",
        holds="source.opened_on IS NOT NULL",
    ),
    Searchable(
        kind="comment",
        model=Comment,
        key="source.id::text",
        title="''",
        body="source.text",
        day="source.written_on",
        holds=f"source.outcome <> '{Outcome.WITHDRAWN}'",
    ),
    Searchable(
        kind="workshop",
        model=Workshop,
        key="source.code",
        title="source.title",
        about="source.site",
        body=words("source.question", "source.summary", "source.proposal"),
        day="source.held_on",
    ),
    Searchable(
        kind="statement",
        model=Statement,
        key="workshop.code || '/' || source.position",
        title="''",
        about="workshop.title",
        body="source.text",
        day="workshop.held_on",
        joins="JOIN feedback_workshop AS workshop ON workshop.id = source.workshop_id",
        holds="NOT source.set_aside",
        follows={Workshop: ("workshop_id", "id")},
    ),
)  # fmt: skip
