"""What of this floor can be searched: the clauses of the working text, and what is proposed about them."""

from charters.deliberation.models import Proposal
from charters.text.models import Clause
from feedback.voices.models import Outcome
from governance.searching.declaring import Searchable, lines, searchable, words

# The name of a charter in addresses never changes.
OF_A_CHARTER = "JOIN charters_charter AS charter ON charter.id = source.charter_id"
KEY = "charter.slug || '/' || source.code"

searchable(
    Searchable(
        kind="clause",
        model=Clause,
        key=KEY,
        code="source.code",
        title="source.title",
        body=words("source.text", "source.note", lines("source.indicators")),
        joins=OF_A_CHARTER,
        holds="NOT source.removed",
    ),
    Searchable(
        kind="proposal",
        model=Proposal,
        key=KEY,
        code="source.code",
        title="source.title",
        body=words("source.proposed_title", "source.proposed_text", "source.motive"),
        day="source.written_on",
        joins=OF_A_CHARTER,
        holds=f"source.outcome <> '{Outcome.WITHDRAWN}'",
    ),
)
