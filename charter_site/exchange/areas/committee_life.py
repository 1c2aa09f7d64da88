"""What committees live through: mandates, meetings and what was shared after them, tasks."""

from collections import defaultdict
from datetime import date
from typing import Any

from charter_site.exchange.ledger import Content, Ledger, day_told, read_day
from governance.models import Committee, CommitteeTask, InformationItem, Mandate, Meeting, Sharing

MANDATE = ("given_by", "purpose")
MEETING = ("number", "place", "agenda", "minutes", "visibility", "cancelled_because")
TASK = ("text", "owner_function", "state", "came_of_it")


def store(entry: Content, committee: Committee, information: list[InformationItem], ledger: Ledger) -> None:
    """Store all that the file says of the life of one committee."""
    for told in entry.get("mandates", []):
        mandate = Mandate(committee=committee, **{key: told[key] for key in MANDATE})
        mandate.starts_on, mandate.ends_on = date.fromisoformat(told["starts_on"]), read_day(told["ends_on"])
        ledger.save(mandate)
    for told in entry.get("meetings", []):
        meeting = Meeting(committee=committee, **{key: told[key] for key in MEETING})
        meeting.held_on, meeting.minutes_on = date.fromisoformat(told["held_on"]), read_day(told["minutes_on"])
        meeting.cancelled = bool(meeting.cancelled_because)
        ledger.save(meeting)
        for shared in told["shared"]:
            ledger.save(
                Sharing(
                    meeting=meeting,
                    information=information[shared["document"] - 1],
                    shared_on=date.fromisoformat(shared["shared_on"]),
                    place=shared["place"],
                )
            )
    for told in entry.get("tasks", []):
        task = CommitteeTask(committee=committee, **{key: told[key] for key in TASK})
        task.due_on, task.ended_on = read_day(told["due_on"]), read_day(told["ended_on"])
        ledger.tasks.setdefault(committee.code, []).append(ledger.save(task))


def tell() -> dict[int, Content]:
    """What there is to say of the life of each committee, by its key: four queries."""
    told: dict[int, Content] = defaultdict(dict)
    for mandate in Mandate.objects.order_by("committee", "starts_on"):
        told[mandate.committee_id].setdefault("mandates", []).append(
            {
                "starts_on": mandate.starts_on.isoformat(),
                "ends_on": day_told(mandate.ends_on),
                **{key: getattr(mandate, key) for key in MANDATE},
            }
        )
    shared = tell_sharings()
    for meeting in Meeting.objects.order_by("committee", "number"):
        told[meeting.committee_id].setdefault("meetings", []).append(
            {
                "held_on": meeting.held_on.isoformat(),
                "minutes_on": day_told(meeting.minutes_on),
                **{key: getattr(meeting, key) for key in MEETING},
                "shared": shared[meeting.pk],
            }
        )
    for task in CommitteeTask.objects.order_by("committee", "pk"):
        told[task.committee_id].setdefault("tasks", []).append(
            {
                "due_on": day_told(task.due_on),
                "ended_on": day_told(task.ended_on),
                **{key: getattr(task, key) for key in TASK},
            }
        )
    return told


def tell_sharings() -> dict[int, list[Content]]:
    told: dict[int, list[Content]] = defaultdict(list)
    places = positions()
    for sharing in Sharing.objects.order_by("meeting", "information__position", "pk"):
        told[sharing.meeting_id].append(
            {
                "document": places[sharing.information_id],
                "shared_on": sharing.shared_on.isoformat(),
                "place": sharing.place,
            }
        )
    return told


def positions() -> dict[int, int]:
    """The place of each document among those of its committee, from 1."""
    counted: dict[int, int] = defaultdict(int)
    places: dict[int, int] = {}
    for pk, committee in InformationItem.objects.order_by("committee", "position").values_list("pk", "committee"):
        counted[committee] += 1
        places[pk] = counted[committee]
    return places


def task_places() -> dict[int, Content]:
    """Each task as another list of the file refers to it."""
    counted: dict[str, int] = defaultdict(int)
    places: dict[int, Content] = {}
    rows: Any = CommitteeTask.objects.order_by("committee", "pk").values_list("pk", "committee__code")
    for pk, code in rows:
        counted[code] += 1
        places[pk] = {"committee": code, "number": counted[code]}
    return places
