"""Proposals, comments in their threads, and how each of them stands."""

import re
from collections import Counter
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from charter_site.exchange.areas import grounds
from charter_site.exchange.areas.text import moment
from charter_site.exchange.ledger import Content, Ledger, link, linked
from charter_site.exchange.voices import tell_author
from charters.deliberation.wordings import WORDED, wording_now
from charters.models import Charter, Clause, Proposal, ProposalWording
from feedback.models import Comment, Feedback, Thread

STAGES = frozenset(Proposal.Stage.values)
WORDS = ("code", "kind", "title", "proposed_text", "motive")
AT_A_TIME = 1000  # a query is built in memory
MERGED = Proposal._meta.get_field("merged_clauses")
SUPPORTING = Proposal._meta.get_field("supporting_feedback")


# --- Proposals -------------------------------------------------------------------------------------


def store_proposals(content: Content, ledger: Ledger) -> None:
    entries = content["amendments"]
    threads = ledger.threads(len(entries))
    for entry, thread in zip(entries, threads, strict=True):
        ledger.proposals[entry["code"]] = proposal(entry, thread, ledger)
    for entry in entries:
        if other := entry.get("duplicate_of"):
            ledger.proposals[entry["code"]].duplicate_of = ledger.proposals[other]
    Proposal.objects.bulk_create(ledger.proposals.values(), batch_size=AT_A_TIME)
    first = (wording_now(row, ProposalWording.Origin.PROPOSED) for row in ledger.proposals.values())
    ProposalWording.objects.bulk_create(first, batch_size=AT_A_TIME)
    for entry in entries:
        row = ledger.proposals[entry["code"]]
        link(SUPPORTING, row, [ledger.feedback[code] for code in entry["supporting_feedback"]])
        link(MERGED, row, [ledger.clauses[code] for code in entry.get("other_clauses", [])])
    waiting = Counter(row.clause.pk for row in ledger.proposals.values() if row.clause and not row.outcome)
    for pk, number in waiting.items():
        Clause.objects.filter(pk=pk).update(open_proposal_count=number)


def proposal(entry: Content, thread: Thread, ledger: Ledger) -> Proposal:
    """A proposal as the file says it stands. Supports were counted elsewhere: nobody here gave them."""
    status = entry["status"]
    clause = ledger.clauses.get(entry["target_clause"] or entry.get("resulting_clause") or "")
    read = clause.revision if clause and entry["target_clause"] else 0
    row = Proposal(
        id=ledger.proposal_ids[entry["code"]],
        charter=ledger.charter,
        thread=thread,
        clause=clause,
        section=ledger.sections[entry["section"]],
        base_revision=entry.get("base_revision", read),
        proposed_title=entry.get("proposed_title", ""),
        reported_supports=entry["supports_count"],
        integrated_revision=entry.get("integrated_revision"),
        written_on=date.fromisoformat(entry["submitted_on"]),
        stage=status if status in STAGES else Proposal.Stage.SUBMITTED,
        outcome="" if status in STAGES else status,
        answer=entry["response"],
        **{key: entry[key] for key in WORDS},
    )
    if answered_at := entry.get("answered_at"):
        row.answered_at = datetime.fromisoformat(answered_at)
    if destination := entry.get("destination"):
        row.destination_section = ledger.sections[destination["section"]]
        row.destination_after = ledger.clauses.get(destination["after"] or "")
    row.awaits_confirmation = awaits_confirmation(row)
    ledger.sign(row, entry)
    return row


def awaits_confirmation(row: Proposal) -> bool:
    """Whether its clause changed since its words were written: nothing says here that they still stand on it."""
    if row.outcome or row.kind not in WORDED or row.clause is None:
        return False
    return not row.clause.removed and row.base_revision < row.clause.revision


def tell_proposals() -> list[Content]:
    supporting, merged, origins = linked(SUPPORTING), linked(MERGED), grounds.origins()
    rows = Proposal.objects.select_related(
        "clause",
        "section",
        "department",
        "author",
        "destination_section",
        "destination_after",
        "duplicate_of",
    )
    return [
        {
            **{key: getattr(row, key) for key in WORDS},
            "target_clause": row.clause.code if row.clause and row.kind != Proposal.Kind.NEW else None,
            "section": row.section.code,
            **tell_author(row),
            "channel": row.channel,
            "entered_on_behalf": row.on_behalf,
            "submitted_on": row.written_on.isoformat(),
            "status": row.outcome or row.stage,
            "response": row.answer,
            "supports_count": row.support_count + row.reported_supports,
            "supporting_feedback": supporting.get(row.pk, []),
            **tell_more(row, merged.get(row.pk, [])),
            **({"origin": origins[row.pk]} if row.pk in origins else {}),
        }
        for row in sorted(rows, key=lambda row: in_natural_order(row.code))
    ]


def tell_more(row: Proposal, others: list[str]) -> Content:
    """What 1.0 cannot say of a proposal, when there is something to say."""
    told: Content = {
        "base_revision": row.base_revision,
        "proposed_title": row.proposed_title,
        "other_clauses": others,
        "duplicate_of": row.duplicate_of.code if row.duplicate_of else None,
        "integrated_revision": row.integrated_revision,
        "resulting_clause": row.clause.code if row.clause and row.kind == Proposal.Kind.NEW else None,
        "answered_at": moment(row.answered_at) if row.answered_at else None,
    }
    if row.destination_section:
        after = row.destination_after.code if row.destination_after else None
        told["destination"] = {"section": row.destination_section.code, "after": after}
    return {key: value for key, value in told.items() if value not in (None, "", [], 0)}


# --- Comments --------------------------------------------------------------------------------------


def store_comments(content: Content, ledger: Ledger) -> None:
    """All comments, in any order: the database looks at replies when all are there."""
    targets: dict[str, dict[str, Any]] = {
        "clause": ledger.clauses,
        "amendment": ledger.proposals,
        "project_feedback": ledger.feedback,
    }
    comments = {
        entry["code"]: comment(entry, targets[entry["target_type"]][entry["target"]].thread, ledger)
        for entry in content["comments"]
    }
    for entry in content["comments"]:
        if entry["reply_to"]:
            comments[entry["code"]].reply_to = comments[entry["reply_to"]]
    Comment.objects.bulk_create(comments.values(), batch_size=AT_A_TIME)
    keep_counts(list(comments.values()))


def comment(entry: Content, thread: Thread, ledger: Ledger) -> Comment:
    row = Comment(
        code=entry["code"],
        thread=thread,
        kind=entry["kind"],
        text=entry["text"],
        written_on=date.fromisoformat(entry["posted_on"]),
    )
    ledger.sign(row, entry)
    return row


def keep_counts(comments: list[Comment]) -> None:
    """Each thread knows how many comments it has, and the last one."""
    threads: dict[UUID, Thread] = {}
    for row in sorted(comments, key=lambda row: row.written_on):
        thread = threads.setdefault(row.thread_id, row.thread)
        thread.comment_count += 1
        thread.latest = row
    Thread.objects.bulk_update(threads.values(), ["comment_count", "latest"], batch_size=AT_A_TIME)


def tell_comments(charter: Charter) -> list[Content]:
    """The comments on what the file tells, each with a code: those that have none get the next ones."""
    targets = threads_told(charter)
    rows = [
        row
        for row in Comment.objects.select_related("department", "author").order_by("written_on", "pk")
        if row.thread_id in targets
    ]
    codes = codes_of(rows)
    return [
        {
            "code": codes[row.pk],
            "target_type": targets[row.thread_id][0],
            "target": targets[row.thread_id][1],
            "kind": row.kind,
            "text": row.text,
            **tell_author(row),
            "channel": row.channel,
            "entered_on_behalf": row.on_behalf,
            "posted_on": row.written_on.isoformat(),
            "reply_to": codes[row.reply_to_id] if row.reply_to_id else None,
        }
        for row in sorted(rows, key=lambda row: in_natural_order(codes[row.pk]))
    ]


def threads_told(charter: Charter) -> dict[UUID, tuple[str, str]]:
    """What each thread is about, as the file names it."""
    return {
        pk: (kind, code)
        for kind, rows in (
            ("clause", Clause.objects.filter(charter=charter)),
            ("amendment", Proposal.objects.filter(charter=charter)),
            ("project_feedback", Feedback.objects.all()),
        )
        for pk, code in rows.values_list("thread_id", "code")
    }


def codes_of(rows: list[Comment]) -> dict[Any, str]:
    """The code of each comment; ids are random, so that the new codes of one day say nothing of its order."""
    taken = {row.code for row in rows if row.code}
    free = (code for number in count(1) if (code := f"CO-{number:02d}") not in taken)
    return {row.pk: row.code or next(free) for row in rows}


def in_natural_order(code: str) -> list[Any]:
    """AM-2 before AM-10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", code)]
