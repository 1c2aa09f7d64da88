"""What of this floor can be searched: committees, decisions, minutes, tools, outside organisations.

Never who: neither the seats of a committee nor the function that follows a decision up or answers for a tool.
"""

from governance.committees.meetings import Meeting
from governance.committees.models import Committee, Decision
from governance.directory.models import Stakeholder, Tool
from governance.searching.declaring import Searchable, lines, searchable, words

OF_A_COMMITTEE = "JOIN governance_committee AS committee ON committee.id = source.committee_id"
NAMED = "coalesce(nullif(committee.acronym, ''), committee.name)"

searchable(
    Searchable(
        kind="committee",
        model=Committee,
        key="source.code",
        code="source.acronym",
        title="source.name",
        body=words("source.role", *map(lines, ("source.decides_on", "source.advises_on", "source.informed_of"))),
    ),
    # Its current wording: a correction is another row of the same code.
    Searchable(
        kind="decision",
        model=Decision,
        identity="code",
        key="source.code",
        code="source.code",
        title="source.subject",
        about=NAMED,
        body=words("source.text", "source.reason"),
        day="source.date",
        readable_by="source.visibility",
        joins=OF_A_COMMITTEE,
        holds="NOT EXISTS (SELECT FROM governance_decision AS later "
        "WHERE later.code = source.code AND later.correction > source.correction)",
        follows={Committee: ("committee_id", "id")},
    ),
    Searchable(
        kind="meeting",
        model=Meeting,
        key="committee.code || '/' || source.number",
        title="''",
        about=NAMED,
        body=words(lines("source.agenda"), "source.minutes"),
        day="source.held_on",
        readable_by="source.visibility",
        joins=OF_A_COMMITTEE,
        holds="source.minutes <> '' AND NOT source.cancelled",
        follows={Committee: ("committee_id", "id")},
    ),
    Searchable(
        kind="tool",
        model=Tool,
        key="source.code",
        title="source.name",
        body=words(
            "source.use_when",
            "source.avoid_when",
            lines("source.usage_rules"),
            "source.accessibility_note",
            "source.data_note",
            lines("source.first_steps"),
        ),  # fmt: skip
    ),
    Searchable(
        kind="stakeholder",
        model=Stakeholder,
        key="source.code",
        title="source.name",
        body=words("source.expectations", "source.contributes"),
    ),
)
