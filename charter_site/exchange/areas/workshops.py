"""Workshops, and what was said in them, sentence by sentence."""

from collections import defaultdict

from charter_site.exchange.areas import committee_life
from charter_site.exchange.ledger import Content, Ledger, day_told, read_day
from feedback.models import Statement, Workshop

WORKSHOP = ("code", "title", "site", "question", "summary", "proposal", "minutes", "source_name")
STATEMENT = ("position", "kind", "part", "said", "text", "set_aside")


def store(content: Content, ledger: Ledger) -> None:
    """After the entries and the tasks that were made from what was said."""
    for told in content.get("workshops", []):
        workshop = ledger.save(Workshop(held_on=read_day(told["held_on"]), **{key: told[key] for key in WORKSHOP}))
        kept: dict[int, Statement] = {}
        for each in told["statements"]:
            statement = Statement(workshop=workshop, parent=kept.get(each["parent"] or 0))
            for key in STATEMENT:
                setattr(statement, key, each[key])
            statement.entry = ledger.feedback.get(each["entry"] or "")
            if task := each["task"]:
                statement.task = ledger.tasks[task["committee"]][task["number"] - 1]
            kept[statement.position] = ledger.save(statement)
            ledger.statements[workshop.code, statement.position] = statement


def tell() -> Content:
    tasks = committee_life.task_places()
    statements: dict[int, list[Content]] = defaultdict(list)
    for row in Statement.objects.select_related("parent", "entry").order_by("workshop", "pk"):
        statements[row.workshop_id].append(
            {
                **{key: getattr(row, key) for key in STATEMENT},
                "parent": row.parent.position if row.parent else None,
                "entry": row.entry.code if row.entry else None,
                "task": tasks[row.task_id] if row.task_id else None,
            }
        )
    workshops = [
        {
            **{key: getattr(row, key) for key in WORKSHOP},
            "held_on": day_told(row.held_on),
            "statements": statements[row.pk],
        }
        for row in Workshop.objects.order_by("code")
    ]
    return {"workshops": workshops} if workshops else {}
