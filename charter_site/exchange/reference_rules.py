"""The rules of the format that a JSON Schema cannot express, one function a rule, numbered as in its notice.

Each reads areas whose shape the schema has already accepted (the others are emptied first) and yields what is
wrong in them. Rule 10, that dates are real days, is a format of the schema: ``schema_rules.is_real_day``. The
schema also has the parts of rules 7 and 9 that look at one object only: no target for an ``ajout``, no text
for a ``suppression``, an answer once decided, a signed commitment with a date and clauses.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from charter_site.exchange.additions_rules import (
    additional_references,
    members_are_told_once,
    proposals_say_what_became_of_them,
    revisions_lead_to_the_text,
    versions_hold_what_their_hash_covers,
)
from charter_site.exchange.commitment_rules import commitments_say_all, references_of_commitments
from charter_site.exchange.experience_rules import (
    entries_are_dated_in_order,
    references_of_experience,
    what_is_said_twice_agrees,
)
from charter_site.exchange.problems import UNKNOWN, Path, Problem, Problems, shown
from charter_site.exchange.reading import Document

Content = dict[str, Any]
Fault = tuple[Path, str, str]  # where, what was found, what was expected

SECTION_KINDS = ("values", "methods", "hr_tools", "governance", "software_tools")
FIRST_MONTH = "0001-01"
# lists that are not at the top of the file
AREAS = {"sections": "charter", "clauses": "charter", "directions": "organization"}
CODED_LISTS: tuple[Path, ...] = (
    ("organization", "directions"),
    ("competencies",),
    ("cooperation_modes",),
    ("obstacle_types",),
    ("lever_types",),
    ("project_feedback",),
    ("committees",),
    ("decisions",),
    ("stakeholders",),
    ("tools",),
    ("amendments",),
    ("comments",),
    ("charter", "sections"),
)


def check_references(document: Document, problems: Problems) -> None:
    """Apply every rule to what the schema found sound, so that one slip does not hide the others."""
    unsound = {problem.path[0] if problem.path else None for problem in problems}
    if None in unsound:
        return
    content = sound_part(document.content, {str(key) for key in unsound})
    for rule in RULES:
        for path, found, expected in rule(content):
            problems.add(Problem(path, document.line_of(path), found, expected))


def sound_part(content: Content, unsound: set[str]) -> Content:
    """The content with each unsound area emptied, and the names of the lists that are not known any more."""
    emptied: Content = dict.fromkeys(unsound, [])
    if "charter" in unsound:
        emptied["charter"] = {"sections": []}
    if "organization" in unsound:
        emptied["organization"] = {"headcount": 0, "directions": []}
    unknown = unsound | {name for name, area in AREAS.items() if area in unsound}
    return {**content, **emptied, UNKNOWN: unknown}


def codes_are_used_once(content: Content) -> Iterator[Fault]:
    """Rule 1. A code is used once in its list, a clause code once in the charter, an acronym once."""
    for where in CODED_LISTS:
        yield from repeated((*where, index, "code") for index in range(len(at(content, where))))(content)
    yield from repeated((*path, "code") for path, _clause in clauses(content))(content)
    acronyms = (
        ("committees", index, "acronym")
        for index, committee in enumerate(content["committees"])
        if committee["acronym"]
    )
    yield from repeated(acronyms)(content)


def references_resolve(content: Content) -> Iterator[Fault]:
    """Rule 2. Every reference is a code of the list it points to."""
    known = {
        name: {entry["code"] for entry in at(content, where)} for where in CODED_LISTS for name in [str(where[-1])]
    }
    known["clauses"] = {clause["code"] for _path, clause in clauses(content)}
    for name in ("participation_levels", "workshops"):
        known[name] = {entry["code"] for entry in content.get(name, [])}
    known["members"] = {member["pseudonym"] for member in content.get("members", [])}
    for path, target in references(content):
        code = at(content, path)
        if target not in content[UNKNOWN] and code not in known[target]:
            yield path, shown(code), _("a code of the list %(list)s") % {"list": target}


def references(content: Content) -> Iterator[tuple[Path, str]]:
    """Every place of the file that holds a code of another list, with the name of that list."""
    for path, clause in clauses(content):
        yield from several(path, clause, "competencies", "competencies")
    for path, entry in entries(content, "project_feedback"):
        yield from several(path, entry, "directions", "directions")
        yield from several(path, entry, "cooperation_modes", "cooperation_modes")
        yield from several(path, entry, "external_stakeholders", "stakeholders")
        yield from several(path, entry, "supports_clauses", "clauses")
        yield from several(path, entry, "tools", "tools")
        for key, target in (("helped", "lever_types"), ("hindered", "obstacle_types")):
            yield from (((*path, key, index, "type"), target) for index in range(len(entry[key])))
    for path, entry in entries(content, "stakeholders"):
        yield from several(path, entry, "directions", "directions")
    for path, _entry in entries(content, "decisions"):
        yield (*path, "committee"), "committees"
    for path, entry in entries(content, "amendments"):
        yield (*path, "section"), "sections"
        yield from several(path, entry, "supporting_feedback", "project_feedback")
        if entry["target_clause"] is not None:
            yield (*path, "target_clause"), "clauses"
    for path, entry in entries(content, "comments"):
        yield (*path, "target"), TARGETS[entry["target_type"]]
        if entry["reply_to"] is not None:
            yield (*path, "reply_to"), "comments"
    for path, entry in entries(content, "adhesions"):
        yield (*path, "direction"), "directions"
        yield from several(path, entry, "commitments", "clauses")
    yield from additional_references(content)
    yield from references_of_commitments(content)
    yield from references_of_experience(content)


TARGETS = {"clause": "clauses", "amendment": "amendments", "project_feedback": "project_feedback"}


def sections_are_the_five(content: Content) -> Iterator[Fault]:
    """Rule 3. Five kinds, once each, in places 1 to 5, once each."""
    sections = content["charter"]["sections"]
    for key, wanted in (("kind", SECTION_KINDS), ("order", (1, 2, 3, 4, 5))):
        seen: set[Any] = set()
        for index, section in enumerate(sections):
            if section[key] in seen:
                missing = [value for value in wanted if value not in {other[key] for other in sections}]
                free = ", ".join(map(shown, missing))
                expected = _("each value once in the five sections; not used yet: %(values)s")
                yield ("charter", "sections", index, key), shown(section[key]), expected % {"values": free}
            seen.add(section[key])


def counts_add_up(content: Content) -> Iterator[Fault]:
    """Rule 4. Headcounts add up; the scale has levels 1 to 4; each level of participation is there once."""
    organization = content["organization"]
    total = 0
    path: Path
    for index, department in enumerate(organization["directions"]):
        total += department["headcount"]
        by_category = department.get("headcount_by_category")
        if by_category and sum(by_category.values()) != department["headcount"]:
            path = ("organization", "directions", index, "headcount")
            expected = _("%(count)s, the sum of its categories") % {"count": sum(by_category.values())}
            yield path, shown(department["headcount"]), expected
    if total != organization["headcount"]:
        expected = _("%(count)s, the sum of the departments") % {"count": total}
        yield ("organization", "headcount"), shown(organization["headcount"]), expected
    for index, level in enumerate(content["competency_scale"]):
        if level["level"] != index + 1:
            path = ("competency_scale", index, "level")
            yield (
                path,
                shown(level["level"]),
                _("%(level)s: levels 1 to 4, in this order") % {"level": index + 1},
            )
    yield from repeated(
        ("participation_levels", index, "code") for index in range(len(content["participation_levels"]))
    )(content)


def periods_run_forward(content: Content) -> Iterator[Fault]:
    """Rule 5. No period ends before it starts, and the steps of the rollout follow each other."""
    after = _("a month that is not before %(start)s")
    for path, entry in entries(content, "project_feedback"):
        start, end = entry["period"]["start"], entry["period"]["end"]
        if start and end and start > end:
            yield (*path, "period", "end"), shown(end), after % {"start": start}
        if start and start < FIRST_MONTH:
            yield (*path, "period", "start"), shown(start), _("a month of a year that exists")
    steps = content["deployment_plan"]
    seen: set[int] = set()
    for index, step in enumerate(steps):
        if step["order"] in seen or step["order"] > len(steps):
            path = ("deployment_plan", index, "order")
            expected = _("steps numbered from 1 to %(count)s, each number once") % {"count": len(steps)}
            yield path, shown(step["order"]), expected
        seen.add(step["order"])
        start, *end = step["period"].split(" à ")
        if start < FIRST_MONTH:
            yield ("deployment_plan", index, "period"), shown(start), _("a month of a year that exists")
        if end and start > end[0]:
            yield ("deployment_plan", index, "period"), shown(step["period"]), after % {"start": start}


def days_follow_each_other(content: Content) -> Iterator[Fault]:
    """Rule 6. Review after decision; team discussion before signature; reply after what it answers."""
    for path, entry in entries(content, "decisions"):
        review = entry["review_on"]
        if review is not None and review <= entry["date"]:
            expected = _("a day after the decision (%(date)s), or null") % {"date": entry["date"]}
            yield (*path, "review_on"), shown(review), expected
    for path, entry in entries(content, "adhesions"):
        discussed = entry["team_discussion_date"]
        if entry["date"] is not None and discussed is not None and discussed > entry["date"]:
            expected = _("a day that is not after the signature (%(date)s)") % {"date": entry["date"]}
            yield (*path, "team_discussion_date"), shown(discussed), expected
    for path, entry, parent in replies(content):
        if entry["posted_on"] < parent["posted_on"]:
            expected = _("a day that is not before the comment it answers (%(date)s)")
            yield (*path, "posted_on"), shown(entry["posted_on"]), expected % {"date": parent["posted_on"]}


def sections_of_proposals_agree(content: Content) -> Iterator[Fault]:
    """Rule 7. A proposal's section is that of its target clause."""
    section_of = {
        clause["code"]: section["code"] for section in content["charter"]["sections"] for clause in section["clauses"]
    }
    for path, entry in entries(content, "amendments"):
        section = section_of.get(entry["target_clause"])
        if section is not None and entry["section"] != section:
            expected = _("%(section)s, the section of clause %(clause)s") % {
                "section": shown(section),
                "clause": entry["target_clause"],
            }
            yield (*path, "section"), shown(entry["section"]), expected


def replies_follow_their_thread(content: Content) -> Iterator[Fault]:
    """Rule 8. A reply has the target of what it answers; replies make no cycle; an answer is a reply."""
    for path, entry in entries(content, "comments"):
        if entry["kind"] == "reponse" and entry["reply_to"] is None:
            expected = _("the code of a comment, because an answer (reponse) answers one")
            yield (*path, "reply_to"), shown(None), expected
    for path, entry, parent in replies(content):
        for key in ("target_type", "target"):
            if entry[key] != parent[key]:
                expected = _("%(target)s, like the comment it answers") % {"target": shown(parent[key])}
                yield (*path, key), shown(entry[key]), expected
                break
    yield from cycles(content)


def cycles(content: Content) -> Iterator[Fault]:
    """One fault for each ring of replies, at the first of its comments in the file."""
    parents = {entry["code"]: entry["reply_to"] for entry in content["comments"]}
    settled: set[str] = set()
    for path, entry in entries(content, "comments"):
        code, trail = entry["code"], []
        while code in parents and code not in settled:
            settled.add(code)
            trail.append(code)
            code = parents[code]
        if code in trail:
            expected = _("a comment that does not answer, in the end, this one")
            yield (*path, "reply_to"), shown(entry["reply_to"]), expected


def departments_commit_once(content: Content) -> Iterator[Fault]:
    """Rule 9. A department commits once to a version."""
    seen: set[tuple[str, str]] = set()
    for path, entry in entries(content, "adhesions"):
        commitment = (entry["direction"], entry["version"])
        if commitment in seen:
            expected = _("a department that has not committed to version %(version)s yet")
            yield (*path, "direction"), shown(entry["direction"]), expected % {"version": entry["version"]}
        seen.add(commitment)


RULES: tuple[Callable[[Content], Iterator[Fault]], ...] = (
    codes_are_used_once,
    references_resolve,
    sections_are_the_five,
    counts_add_up,
    periods_run_forward,
    days_follow_each_other,
    sections_of_proposals_agree,
    replies_follow_their_thread,
    departments_commit_once,
    # what 1.1 adds
    revisions_lead_to_the_text,
    proposals_say_what_became_of_them,
    members_are_told_once,
    versions_hold_what_their_hash_covers,
    commitments_say_all,
    entries_are_dated_in_order,
    what_is_said_twice_agrees,
)


# --- ways through a file --------------------------------------------------------------------------


def at(content: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        content = content[step]
    return content


def entries(content: Content, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The entries of a list at the top of the file, each with its path."""
    for index, entry in enumerate(content[key]):
        yield (key, index), entry


def clauses(content: Content) -> Iterator[tuple[Path, dict[str, Any]]]:
    """All the clauses of the charter, each with its path."""
    for place, section in enumerate(content["charter"]["sections"]):
        for index, clause in enumerate(section["clauses"]):
            yield ("charter", "sections", place, "clauses", index), clause


def several(path: Path, entry: dict[str, Any], key: str, target: str) -> Iterator[tuple[Path, str]]:
    """The places of a list of codes."""
    for index in range(len(entry[key])):
        yield (*path, key, index), target


def replies(content: Content) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Each reply with the comment it answers, when that comment exists."""
    by_code = {entry["code"]: entry for entry in content["comments"]}
    for path, entry in entries(content, "comments"):
        if (parent := by_code.get(entry["reply_to"])) is not None:
            yield path, entry, parent


def repeated(paths: Iterable[Path]) -> Callable[[Content], Iterator[Fault]]:
    """The values that come more than once among those at ``paths``."""
    places = list(paths)

    def faults(content: Content) -> Iterator[Fault]:
        seen: Counter[Any] = Counter()
        for path in places:
            value = at(content, path)
            seen[value] += 1
            if seen[value] > 1:
                yield path, shown(value), _("a value used once in its list")

    return faults
