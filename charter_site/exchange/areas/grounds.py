"""What clauses rest on: citations of experience with their stance, outside resources, sentences said in workshops."""

from collections import Counter, defaultdict
from typing import TypeVar

from charter_site.exchange.ledger import Content, Ledger, day_told, pseudonym, pseudonym_told, read_day
from charters.grounding.models import Grounds
from charters.models import Citation, Clause, OutsideResource, ProposalOrigin

G = TypeVar("G", bound=Grounds)

CITATION = ("stance", "passage", "because")
RESOURCE = ("title", "address", "because")


def store(content: Content, ledger: Ledger) -> None:
    """Clauses cite the entries that support them, or all that ``citations`` says when the file has this list."""
    citations = [
        ledger.save(brought(Citation(clause=ledger.clauses[clause], feedback=ledger.feedback[feedback], **said), told))
        for clause, feedback, said, told in cited(content)
    ]
    for told in content.get("outside_resources", []):
        said = {key: told[key] for key in RESOURCE}
        ledger.save(brought(OutsideResource(clause=ledger.clauses[told["clause"]], **said), told))
    clauses_by_count: dict[int, list[int]] = defaultdict(list)
    standing = Counter(citation.clause_id for citation in citations if citation.withdrawn_on is None)
    for pk, number in standing.items():
        clauses_by_count[number].append(pk)
    for number, pks in clauses_by_count.items():
        Clause.objects.filter(pk__in=pks).update(citation_count=number)


def cited(content: Content) -> list[tuple[str, str, Content, Content]]:
    """Clause, entry, words of the citation, and all that the file says of it."""
    if "citations" in content:
        return [
            (told["clause"], told["feedback"], {key: told[key] for key in CITATION}, told)
            for told in content["citations"]
        ]
    return [
        (code, entry["code"], {}, {}) for entry in content["project_feedback"] for code in entry["supports_clauses"]
    ]


def brought(row: G, told: Content) -> G:
    """Say who brought it and when, and whether it was withdrawn."""
    row.brought_by = pseudonym(told.get("brought_by"))
    row.brought_on = read_day(told.get("brought_on"))
    row.withdrawn_on = read_day(told.get("withdrawn_on"))
    row.withdrawn_because = told.get("withdrawn_because", "")
    return row


def store_origins(content: Content, ledger: Ledger) -> None:
    """Proposals lead back to the sentences they were made from."""
    ProposalOrigin.objects.bulk_create(
        ProposalOrigin(
            proposal=ledger.proposals[entry["code"]],
            statement=ledger.statements[origin["workshop"], origin["position"]],
        )
        for entry in content["amendments"]
        if (origin := entry.get("origin"))
    )


def tell() -> Content:
    """What 1.0 cannot say of citations, when there is something to say: all of them then."""
    rows = list(Citation.objects.select_related("clause", "feedback").order_by("pk"))
    told: Content = {}
    if any(says_more(row) for row in rows):
        told["citations"] = [
            {
                "clause": row.clause.code,
                "feedback": row.feedback.code,
                **{key: getattr(row, key) for key in CITATION},
                **tell_brought(row),
            }
            for row in rows
        ]
    resources = [
        {"clause": row.clause.code, **{key: getattr(row, key) for key in RESOURCE}, **tell_brought(row)}
        for row in OutsideResource.objects.select_related("clause").order_by("pk")
    ]
    return told | ({"outside_resources": resources} if resources else {})


def says_more(row: Citation) -> bool:
    """Whether it is more than an entry that supports a clause as a whole."""
    plain = row.stance == Citation.Stance.SUPPORTS and not row.passage and not row.because
    return not plain or row.brought_by is not None or row.brought_on is not None or row.withdrawn_on is not None


def tell_brought(row: Grounds) -> Content:
    return {
        "brought_by": pseudonym_told(row.brought_by),
        "brought_on": day_told(row.brought_on),
        "withdrawn_on": day_told(row.withdrawn_on),
        "withdrawn_because": row.withdrawn_because,
    }


def origins() -> dict[object, Content]:
    """The sentence that each proposal was made from, by the key of the proposal."""
    rows = ProposalOrigin.objects.values_list("proposal", "statement__workshop__code", "statement__position")
    return {pk: {"workshop": code, "position": position} for pk, code, position in rows}
