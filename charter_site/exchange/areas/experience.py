"""Closed lists, and the experience that projects brought back."""

from collections import defaultdict
from datetime import date
from typing import Any

from charter_site.exchange.ledger import Content, Ledger, link, linked, said
from charter_site.exchange.voices import tell_author
from charters.models import Citation
from feedback.models import Feedback, Hindrance, Lever, Project, Term
from feedback.projects.telling import PROJECT_PREFIX
from feedback.voices.signing import digest_of
from governance.codes import next_code
from governance.models import SignsAs

LISTS = {
    "participation_levels": Term.List.PARTICIPATION,
    "cooperation_modes": Term.List.COOPERATION_MODE,
    "obstacle_types": Term.List.HINDRANCE,
    "lever_types": Term.List.LEVER,
}
EXPERIENCED: dict[str, tuple[Any, str]] = {
    "helped": (Lever, Term.List.LEVER),
    "hindered": (Hindrance, Term.List.HINDRANCE),
}
FEEDBACK = (
    "code",
    "context",
    "cooperation_modes_detail",
    "lessons",
    "categories",
    "participants_estimate",
    "recorded_by",
    "status",
)
HOURS = ("hours_planned", "hours_spent")
# key of the file, field of the entry
LINKS = {
    "cooperation_modes": "cooperation_modes",
    "directions": "departments",
    "external_stakeholders": "stakeholders",
    "tools": "tools",
}
LONGEST_FUNCTION = Feedback._meta.get_field("function").max_length or 0


def store_lists(content: Content, ledger: Ledger) -> None:
    for key, kind in LISTS.items():
        for position, entry in enumerate(content[key], start=1):
            term = ledger.save(Term(list=kind, position=position, **entry))
            ledger.terms[kind, term.code] = term


def store(content: Content, ledger: Ledger) -> None:
    threads = ledger.threads(len(content["project_feedback"]))
    for entry, thread in zip(content["project_feedback"], threads, strict=True):
        if entry["project"] not in ledger.projects:
            project = Project(name=entry["project"], code=next_code(Project, PROJECT_PREFIX))
            ledger.projects[project.name] = ledger.save(project)
        row = Feedback(
            project=ledger.projects[entry["project"]],
            thread=thread,
            period_start=first_day(entry["period"]["start"]),
            period_end=first_day(entry["period"]["end"]),
            project_outcome=entry["outcome"],
            hours_planned=entry.get("hours_planned"),
            hours_spent=entry.get("hours_spent"),
            **{key: entry[key] for key in FEEDBACK},
        )
        sign(row, entry, ledger)
        if writer := ledger.members.get(entry.get("resumed_by", "")):
            setattr(row, "entered_by" if row.on_behalf else "author", writer)
            row.author_digest = "" if row.on_behalf else digest_of(writer, row.pk)
        ledger.feedback[entry["code"]] = ledger.save(row)
        store_links(row, entry, ledger)


def sign(row: Feedback, entry: Content, ledger: Ledger) -> None:
    """Say who told it. "Function, department" is an author like another: printed only when many hold the function."""
    for key in ("channel", "written_on"):
        if key in entry:
            setattr(row, key, entry[key])
    row.on_behalf = row.consent = entry.get("entered_on_behalf", False)
    if "author" in entry:
        ledger.sign_as(row, entry["author"], entry)
        return
    function, _comma, code = entry["recorded_by"].rpartition(", ")
    if code not in ledger.departments or len(function) > LONGEST_FUNCTION:
        function, code = "", None
    ledger.sign_as(row, {"function": function, "direction": code, "category": None}, entry)


def store_links(row: Feedback, entry: Content, ledger: Ledger) -> None:
    modes = [ledger.terms[Term.List.COOPERATION_MODE, code] for code in entry["cooperation_modes"]]
    link(field("cooperation_modes"), row, modes)
    link(field("departments"), row, [ledger.departments[code] for code in entry["directions"]])
    link(field("stakeholders"), row, [ledger.stakeholders[code] for code in entry["external_stakeholders"]])
    link(field("tools"), row, [ledger.tools[code] for code in entry["tools"]])
    for key, (model, kind) in EXPERIENCED.items():
        model.objects.bulk_create(
            model(feedback=row, term=ledger.terms[kind, told["type"]], text=told["text"], position=position)
            for position, told in enumerate(entry[key], start=1)
        )


def field(name: str) -> Any:
    return Feedback._meta.get_field(name)


def first_day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


# --- Told back -------------------------------------------------------------------------------------


def tell() -> Content:
    told: Content = {}
    for key, kind in LISTS.items():
        always_defined = key == "participation_levels"
        told[key] = [
            {"code": term.code, "label": term.label}
            | ({"definition": term.definition} if always_defined else said(definition=term.definition))
            | said(retired=term.retired)
            for term in Term.objects.filter(list=kind).order_by("position", "pk")
        ]
    return told | {"project_feedback": tell_feedback()}


def tell_feedback() -> list[Content]:
    links = {key: linked(field(name)) for key, name in LINKS.items()}
    lived = {key: tell_experienced(model) for key, (model, _kind) in EXPERIENCED.items()}
    cited: dict[Any, list[str]] = defaultdict(list)
    citations = Citation.objects.standing().filter(stance=Citation.Stance.SUPPORTS).order_by("pk")
    for pk, code in citations.values_list("feedback_id", "clause__code"):
        if code not in cited[pk]:
            cited[pk].append(code)
    rows = Feedback.objects.select_related("project", "department", "author", "entered_by").order_by("code")
    return [
        {
            "project": row.project.name,
            "period": {"start": month_told(row.period_start), "end": month_told(row.period_end)},
            "outcome": row.project_outcome,
            "supports_clauses": cited[row.pk],
            **{key: getattr(row, key) for key in FEEDBACK},
            **{key: codes.get(row.pk, []) for key, codes in links.items()},
            **{key: entries[row.pk] for key, entries in lived.items()},
            **{key: getattr(row, key) for key in HOURS if getattr(row, key) is not None},
            **(tell_signature(row) if is_signed_here(row) else {}),
            **resumed_by(row),
        }
        for row in rows
    ]


def month_told(day: date | None) -> str | None:
    """The month that an entry names; nothing in a draft that does not yet."""
    return f"{day:%Y-%m}" if day else None


def is_signed_here(row: Feedback) -> bool:
    """Told in the application: ``recorded_by`` says nothing of who told it."""
    return not row.recorded_by or row.signature == SignsAs.ANONYMOUS


def resumed_by(row: Feedback) -> Content:
    """Who goes on writing a draft: however it is to be signed, it is theirs alone, and nobody else would find it."""
    writer = row.entered_by if row.on_behalf else row.author
    return {"resumed_by": str(writer.pseudonym)} if writer and row.status == Feedback.Status.DRAFT else {}


def tell_signature(row: Feedback) -> Content:
    return {
        **tell_author(row),
        "channel": row.channel,
        "entered_on_behalf": row.on_behalf,
        "written_on": row.written_on.isoformat(),
    }


def tell_experienced(model: type[Lever] | type[Hindrance]) -> dict[Any, list[Content]]:
    told: dict[Any, list[Content]] = defaultdict(list)
    for row in model.objects.select_related("term").order_by("feedback", "position"):
        told[row.feedback_id].append({"type": row.term.code, "text": row.text})
    return told
