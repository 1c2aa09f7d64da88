"""What version 1.1 adds, and a schema cannot check: that revisions, members and proposals agree with the rest."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from charter_site.exchange.problems import Path, shown

Fault = tuple[Path, str, str]
Content = dict[str, Any]

INTEGRATED = ("retenu", "retenu_partiellement")
SINCE_FORM_2 = ("reasons_without_experience", "is_erratum", "counted_upto", "kept_for_later", "answer_expected_on")
SIGNATURE = frozenset({"revision", "made_at", "by", "reason", "proposals"})


def revisions_lead_to_the_text(content: Content) -> Iterator[Fault]:
    """Revisions are numbered from 1, and the last one says what the text says."""
    for path, text in texts(content):
        revisions = text.get("revisions", [])
        for index, revision in enumerate(revisions):
            if revision["revision"] != index + 1:
                expected = _("%(number)s: revisions are numbered from 1, without a gap") % {"number": index + 1}
                yield (*path, "revisions", index, "revision"), shown(revision["revision"]), expected
        for key in (revisions[-1].keys() - SIGNATURE) if revisions else ():
            if revisions[-1][key] != text.get(key, False):
                expected = _("what the last revision says: %(value)s") % {"value": shown(revisions[-1][key])}
                yield (*path, key), shown(text.get(key, False)), expected


def texts(content: Content) -> Iterator[tuple[Path, Content]]:
    """The charter, its sections, its clauses: all that has revisions."""
    yield ("charter",), content["charter"]
    for place, section in enumerate(content["charter"]["sections"]):
        yield ("charter", "sections", place), section
        for index, clause in enumerate(section["clauses"]):
            yield ("charter", "sections", place, "clauses", index), clause


def additional_references(content: Content) -> Iterator[tuple[Path, str]]:
    """The places where 1.1 holds a code of another list."""
    for path, text in texts(content):
        for index, revision in enumerate(text.get("revisions", [])):
            for place in range(len(revision.get("proposals", []))):
                yield (*path, "revisions", index, "proposals", place), "amendments"
    for key in ("amendments", "comments", "project_feedback"):
        for index, entry in enumerate(content[key]):
            yield from references_of_author((key, index), entry)
    for index, entry in enumerate(content["amendments"]):
        yield from references_of_proposal(("amendments", index), entry)
    for index, entry in enumerate(content.get("sealed_versions", [])):
        for key in ("opinion_requests", "opinions"):
            for place in range(len(entry.get(key, []))):
                yield ("sealed_versions", index, key, place, "committee"), "committees"
    for index, entry in enumerate(content.get("members", [])):
        if entry["direction"]:
            yield ("members", index, "direction"), "directions"
        for place, role in enumerate(entry["roles"]):
            if role.get("direction"):
                yield ("members", index, "roles", place, "direction"), "directions"


def references_of_author(path: Path, entry: Content) -> Iterator[tuple[Path, str]]:
    if (entry.get("author") or {}).get("member"):
        yield (*path, "author", "member"), "members"
    for key in ("author", "group"):
        if (entry.get(key) or {}).get("direction"):
            yield (*path, key, "direction"), "directions"


def references_of_proposal(path: Path, entry: Content) -> Iterator[tuple[Path, str]]:
    for index in range(len(entry.get("other_clauses", []))):
        yield (*path, "other_clauses", index), "clauses"
    for key, target in (("duplicate_of", "amendments"), ("resulting_clause", "clauses")):
        if entry.get(key):
            yield (*path, key), target
    if destination := entry.get("destination"):
        yield (*path, "destination", "section"), "sections"
        if destination["after"]:
            yield (*path, "destination", "after"), "clauses"


def proposals_say_what_became_of_them(content: Content) -> Iterator[Fault]:
    """Only a proposal that was taken up made a revision, and only an answered one says when."""
    for index, entry in enumerate(content["amendments"]):
        path: Path = ("amendments", index)
        if entry.get("integrated_revision") and entry["status"] not in INTEGRATED:
            expected = _("nothing, since the proposal was not taken up")
            yield (*path, "integrated_revision"), shown(entry["integrated_revision"]), expected
        if entry.get("resulting_clause") and not (entry["kind"] == "ajout" and entry.get("integrated_revision")):
            expected = _("nothing, unless a new clause was taken up and made a revision")
            yield (*path, "resulting_clause"), shown(entry["resulting_clause"]), expected
        if entry.get("answered_at") and entry["status"] in ("depose", "en_instruction", "en_discussion"):
            expected = _("nothing, since the proposal still waits for its answer")
            yield (*path, "answered_at"), shown(entry["answered_at"]), expected
        if entry.get("duplicate_of") == entry["code"]:
            yield (*path, "duplicate_of"), shown(entry["code"]), _("another proposal")


def versions_hold_what_their_hash_covers(content: Content) -> Iterator[Fault]:
    """A version of form 1 has none of the facts that only form 2 seals."""
    for index, entry in enumerate(content.get("sealed_versions", [])):
        for key in SINCE_FORM_2 if entry.get("form", 1) == 1 else ():
            if entry.get(key):
                expected = _("nothing, since the content hash of this version does not cover it")
                yield ("sealed_versions", index, key), shown(entry[key]), expected


def members_are_told_once(content: Content) -> Iterator[Fault]:
    """One account a person, one address an account, and nobody gives themselves a role."""
    for key in ("pseudonym", "email"):
        seen: set[str] = set()
        for index, entry in enumerate(content.get("members", [])):
            value = (entry[key] or "").lower()
            if value and value in seen:
                yield ("members", index, key), shown(entry[key]), _("a value used once in its list")
            seen.add(value)
    for index, entry in enumerate(content.get("members", [])):
        for place, role in enumerate(entry["roles"]):
            yield from faults_of_role(("members", index, "roles", place), entry["pseudonym"], role)


def faults_of_role(path: Path, pseudonym: str, role: Content) -> Iterator[Fault]:
    if role.get("granted_by") == pseudonym:
        yield (*path, "granted_by"), shown(pseudonym), _("someone else, or null for the command line")
    heads = role["role"] == "department_head"
    if heads != bool(role.get("direction")):
        expected = _("the code of a department") if heads else _("null, since this role heads no department")
        yield (*path, "direction"), shown(role.get("direction")), expected
    if bool(role.get("ended_at")) != bool(role.get("ended_reason")):
        yield (
            (*path, "ended_reason"),
            shown(role.get("ended_reason", "")),
            _("a reason when the role ended, and only then"),
        )
