"""What version 1.1 adds to experience, to committees, to projects and workshops, and a schema cannot check."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from charter_site.exchange.problems import UNKNOWN, Path, shown
from charter_site.exchange.schema_rules import FIRST_YEAR, LAST_YEAR

Fault = tuple[Path, str, str]
Content = dict[str, Any]


def references_of_experience(content: Content) -> Iterator[tuple[Path, str]]:
    """The places where these lists hold a code of another one."""
    for key in ("citations", "outside_resources"):
        for index, entry in enumerate(content.get(key, [])):
            yield (key, index, "clause"), "clauses"
            if "feedback" in entry:
                yield (key, index, "feedback"), "project_feedback"
    for index, entry in enumerate(content["project_feedback"]):
        if entry.get("resumed_by"):
            yield ("project_feedback", index, "resumed_by"), "members"
    for index, entry in enumerate(content.get("projects", [])):
        path: Path = ("projects", index)
        for key, target in (("committee", "committees"), ("direction", "directions")):
            if entry[key]:
                yield (*path, key), target
        for place in range(len(entry["participation"])):
            yield (*path, "participation", place, "level"), "participation_levels"
        for place in range(len(entry["checklist"])):
            yield (*path, "checklist", place, "clause"), "clauses"
    for index, entry in enumerate(content.get("workshops", [])):
        for place, statement in enumerate(entry["statements"]):
            path = ("workshops", index, "statements", place)
            if statement["entry"]:
                yield (*path, "entry"), "project_feedback"
            if statement["task"]:
                yield (*path, "task", "committee"), "committees"
    for index, entry in enumerate(content["amendments"]):
        if entry.get("origin"):
            yield ("amendments", index, "origin", "workshop"), "workshops"


def entries_are_dated_in_order(content: Content) -> Iterator[Fault]:
    """Mandates end after they begin, minutes follow their meeting, an answer or a closing is dated with its words."""
    for index, committee in enumerate(content["committees"]):
        path: Path = ("committees", index)
        seats, members = committee.get("member_categories", []), committee["members_by_function"]
        if seats and len(seats) != len(members):
            expected = _("%(count)s, one for each of members_by_function") % {"count": len(members)}
            yield (*path, "member_categories"), str(len(seats)), expected
        for place, mandate in enumerate(committee.get("mandates", [])):
            yield from after((*path, "mandates", place), mandate, "starts_on", "ends_on")
        yield from faults_of_mandates((*path, "mandates"), committee.get("mandates", []))
        for place, meeting in enumerate(committee.get("meetings", [])):
            yield from faults_of_meeting((*path, "meetings", place), meeting, len(committee["documents_shared"]))
        for place, task in enumerate(committee.get("tasks", [])):
            yield from together((*path, "tasks", place), task, "ended_on", "came_of_it")
    for index, entry in enumerate(content["project_feedback"]):
        for key, month in entry["period"].items():
            if month and not FIRST_YEAR <= int(month[:4]) <= LAST_YEAR:
                yield ("project_feedback", index, "period", key), shown(month), _("a month from 1900 to 2199")
    for index, project in enumerate(content.get("projects", [])):
        yield from after(("projects", index), project, "opened_on", "closed_on")
        for place, request in enumerate(project["requests"]):
            where: Path = ("projects", index, "requests", place)
            yield from after(where, request, "asked_on", "due_on")
            yield from together(where, request, "answered_on", "answer")
            yield from together(where, request, "withdrawn_on", "withdrawn_because")
        for place, use in enumerate(project["checklist"]):
            yield from together(("projects", index, "checklist", place), use, "answer", "because")
    for key in ("citations", "outside_resources"):
        for index, entry in enumerate(content.get(key, [])):
            yield from together((key, index), entry, "withdrawn_on", "withdrawn_because")


def faults_of_mandates(path: Path, mandates: list[Content]) -> Iterator[Fault]:
    """No day has two: a mandate ends before the next one begins."""
    in_order = sorted(enumerate(mandates), key=lambda each: each[1]["starts_on"])
    for (_place, former), (place, mandate) in pairwise(in_order):
        if not former["ends_on"] or mandate["starts_on"] <= former["ends_on"]:
            expected = _("a day after the end of the mandate before it (%(date)s)")
            yield (*path, place, "starts_on"), shown(mandate["starts_on"]), expected % {"date": former["ends_on"]}


def faults_of_meeting(path: Path, meeting: Content, documents: int) -> Iterator[Fault]:
    if meeting["cancelled_because"] and meeting["minutes"]:
        yield (*path, "minutes"), shown(meeting["minutes"]), _("no minutes, since the meeting was cancelled")
    yield from after(path, meeting, "held_on", "minutes_on")
    yield from together(path, meeting, "minutes_on", "minutes")
    for place, shared in enumerate(meeting["shared"]):
        if shared["document"] > documents:
            expected = _("a place in documents_shared, from 1 to %(count)s") % {"count": documents}
            yield (*path, "shared", place, "document"), shown(shared["document"]), expected


def after(path: Path, entry: Content, first: str, last: str) -> Iterator[Fault]:
    if entry[last] and (not entry[first] or entry[last] < entry[first]):
        expected = _("a day that is not before %(key)s (%(date)s)") % {"key": first, "date": entry[first]}
        yield (*path, last), shown(entry[last]), expected


def together(path: Path, entry: Content, key: str, words: str) -> Iterator[Fault]:
    if bool(entry[key]) != bool(entry[words]):
        expected = _("words when %(key)s says something, and only then") % {"key": key}
        yield (*path, words), shown(entry[words]), expected


def what_is_said_twice_agrees(content: Content) -> Iterator[Fault]:
    """What one list says of another is there, once: supporting clauses, places of statements, tasks and versions."""
    if "citations" in content and "citations" not in content[UNKNOWN]:
        yield from supports_are_cited(content)
    submissions = {entry["submission"] for entry in content.get("sealed_versions", [])}
    for index, project in enumerate(content.get("projects", [])):
        for place, use in enumerate(project["checklist"]):
            if "sealed_versions" not in content[UNKNOWN] and use["submission"] not in submissions:
                path: Path = ("projects", index, "checklist", place, "submission")
                yield path, shown(use["submission"]), _("a submission of the list sealed_versions")
    tasks = {entry["code"]: len(entry.get("tasks", [])) for entry in content["committees"]}
    places = {}
    for index, workshop in enumerate(content.get("workshops", [])):
        places[workshop["code"]] = {each["position"] for each in workshop["statements"]}
        yield from faults_of_statements(("workshops", index), workshop["statements"], tasks)
    for index, entry in enumerate(content["amendments"]):
        origin = entry.get("origin")
        if origin and origin["position"] not in places.get(origin["workshop"], {origin["position"]}):
            path = ("amendments", index, "origin", "position")
            yield path, shown(origin["position"]), _("the place of a statement of this workshop")


def supports_are_cited(content: Content) -> Iterator[Fault]:
    standing: dict[str, set[str]] = {}
    for entry in content["citations"]:
        if entry["stance"] == "supports" and not entry["withdrawn_on"]:
            standing.setdefault(entry["feedback"], set()).add(entry["clause"])
    for index, entry in enumerate(content["project_feedback"]):
        cited = standing.get(entry["code"], set())
        if set(entry["supports_clauses"]) != cited:
            expected = _("the clauses that the list citations says this entry supports: %(codes)s")
            found = ", ".join(entry["supports_clauses"])
            path: Path = ("project_feedback", index, "supports_clauses")
            yield path, shown(found), expected % {"codes": ", ".join(sorted(cited))}


def faults_of_statements(path: Path, statements: list[Content], tasks: dict[str, int]) -> Iterator[Fault]:
    """Places are used once, a detail is of a statement of this workshop that comes before it, a task is there."""
    seen: set[int] = set()
    for place, each in enumerate(statements):
        where: Path = (*path, "statements", place)
        if each["position"] in seen:
            yield (*where, "position"), shown(each["position"]), _("a value used once in its list")
        if each["parent"] is not None and each["parent"] not in seen:
            yield (*where, "parent"), shown(each["parent"]), _("the place of a statement listed before this one")
        seen.add(each["position"])
        task = each["task"]
        if task and task["number"] > tasks.get(task["committee"], task["number"]):
            expected = _("the place of a task of this committee, from 1")
            yield (*where, "task", "number"), shown(task["number"]), expected
