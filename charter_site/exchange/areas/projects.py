"""Projects that were opened here: their set-up, their checklist, what they asked of executive management."""

from collections import defaultdict
from datetime import date

from charter_site.exchange.ledger import Content, Ledger, day_told, pseudonym, pseudonym_told, read_day, said
from charters.models import ClauseUse, DecisionRequest
from feedback.models import Project

PROJECT = ("code", "name", "brief", "mission_letter", "governance", "time_freed", "sponsor_function", "leader_function")
REQUEST = (
    "number",
    "question",
    "blocked",
    "choices",
    "asked_by_function",
    "answer",
    "answered_by_function",
    "withdrawn_because",
)


def store(content: Content, ledger: Ledger) -> None:
    """Before the experience that names them."""
    for told in content.get("projects", []):
        project = Project(
            committee=ledger.committees.get(told["committee"] or ""),
            department=ledger.departments.get(told["direction"] or ""),
            participation={each["level"]: each["groups"] for each in told["participation"]},
            opened_on=read_day(told["opened_on"]),
            opened_by=pseudonym(told.get("opened_by")),
            closed_on=read_day(told["closed_on"]),
            **{key: told[key] for key in PROJECT},
        )
        ledger.projects[project.name] = ledger.save(project)


def store_uses(content: Content, ledger: Ledger) -> None:
    """After the versions that their checklists quote."""
    for told in content.get("projects", []):
        project = ledger.projects[told["name"]]
        for use in told["checklist"]:
            ledger.save(
                ClauseUse(
                    project=project,
                    version=ledger.versions[use["submission"]],
                    clause=ledger.clauses[use["clause"]],
                    answer=use["answer"],
                    because=use["because"],
                )
            )
        for asked in told["requests"]:
            ledger.save(
                DecisionRequest(
                    project=project,
                    asked_on=date.fromisoformat(asked["asked_on"]),
                    asked_by=pseudonym(asked["asked_by"]),
                    due_on=date.fromisoformat(asked["due_on"]),
                    answered_on=read_day(asked["answered_on"]),
                    answered_by=pseudonym(asked["answered_by"]),
                    withdrawn_on=read_day(asked["withdrawn_on"]),
                    **{key: asked[key] for key in REQUEST},
                )
            )


def tell() -> Content:
    """Nothing of a project that is only told about: its entries name it."""
    checklists: dict[int, list[Content]] = defaultdict(list)
    for use in ClauseUse.objects.select_related("clause", "version").order_by("project", "pk"):
        checklists[use.project_id].append(
            {
                "clause": use.clause.code,
                "submission": use.version.submission,
                "answer": use.answer,
                "because": use.because,
            }
        )
    requests: dict[int, list[Content]] = defaultdict(list)
    for row in DecisionRequest.objects.order_by("project", "number"):
        requests[row.project_id].append(tell_request(row))
    opened = Project.objects.exclude(opened_on=None).select_related("committee", "department").order_by("code")
    projects = [
        {
            **{key: getattr(row, key) for key in PROJECT},
            "committee": row.committee.code if row.committee else None,
            "participation": [{"level": level, "groups": groups} for level, groups in row.participation.items()],
            "direction": row.department.code if row.department else None,
            "opened_on": day_told(row.opened_on),
            "closed_on": day_told(row.closed_on),
            "checklist": checklists[row.pk],
            "requests": requests[row.pk],
        }
        | said(opened_by=pseudonym_told(row.opened_by))
        for row in opened
    ]
    return {"projects": projects} if projects else {}


def tell_request(row: DecisionRequest) -> Content:
    return {
        **{key: getattr(row, key) for key in REQUEST},
        "asked_on": row.asked_on.isoformat(),
        "asked_by": pseudonym_told(row.asked_by),
        "due_on": row.due_on.isoformat(),
        "answered_on": day_told(row.answered_on),
        "answered_by": pseudonym_told(row.answered_by),
        "withdrawn_on": day_told(row.withdrawn_on),
    }
