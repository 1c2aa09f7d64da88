"""What job descriptions and documents still say, and the charter no longer does.

Every document that left is remembered by the clauses it quoted. When a version comes into force, what quotes a clause
that it says otherwise is found here, and nothing else: a clause that did not change leaves its quotes alone.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from charters.hr.batches.asking import MOST_PIECES, again, ask_for_batch, under_way
from charters.hr.batches.models import Batch
from charters.hr.handing_out import what_is_missing
from charters.hr.kinds import CHARTER_FIELD, DocumentKind, Wording
from charters.hr.models import JobProfile, MadeDocument, Quote
from charters.hr.outdated import outdated
from charters.hr.quoting import bring_up_to_date
from charters.hr.sheets import read_sheets
from charters.permissions import KEEP_JOB_PROFILES
from charters.text.comparing import CLAUSE_WORDS, Comparison, WordsChange, compare_words, words_changed
from charters.text.models import Clause
from charters.versions.models import Version, VersionClause
from governance.people.models import Member


@dataclass(frozen=True, slots=True)
class ClauseDrift:
    """A clause that is quoted in its former words. ``after`` is None when the charter no longer has it."""

    before: VersionClause
    after: VersionClause | None
    changes: tuple[WordsChange, ...]
    profiles: int

    @property
    def comparison(self) -> Comparison:
        """The redline: title and text first, then what else changed."""
        return compare_words(change for change in self.changes if change.name not in CHARTER_FIELD.values())

    @property
    def replacements(self) -> list[tuple[Wording, WordsChange]]:
        """For each document whose sentence changed: the former one, and the one that replaces it."""
        by_name = {change.name: change for change in self.changes}
        return [(document, by_name[name]) for document, name in CHARTER_FIELD.items() if name in by_name]


@dataclass(frozen=True, slots=True)
class ProfileDrift:
    """A job description to look at: what it quotes in former words, and its last documents that say them."""

    profile: JobProfile
    codes: tuple[str, ...]
    adapted: tuple[str, ...]
    documents: tuple[MadeDocument, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """Everything that was quoted and that the version in force says otherwise; false when there is nothing."""

    clauses: tuple[ClauseDrift, ...]
    profiles: tuple[ProfileDrift, ...]

    def __bool__(self) -> bool:
        return bool(self.profiles)


def drifted_profiles() -> Q:
    """Of job descriptions in use: those that quote former words, or whose last documents do."""
    quoting = Quote.objects.outdated().values("profile")
    documents = _last_outdated_documents().filter(~Exists(under_way()))
    return Q(ended_on=None) & (Q(pk__in=quoting) | Q(pk__in=documents.values("profile")))


def how_many_are_behind() -> int:
    """How many job descriptions there are to bring up to date: what the desk says first. One query."""
    return JobProfile.objects.filter(drifted_profiles()).count()


def read_drift(in_force: Version | None) -> Drift:
    """What there is to bring up to date. Four queries, for any number of job descriptions."""
    if in_force is None:
        return Drift((), ())
    quotes = list(
        Quote.objects.outdated()
        .filter(profile__ended_on=None)
        .values_list("profile_id", "clause_id", *(str(document) for document in Wording))
    )
    said = MadeDocument.clauses.through.objects.filter(outdated("versionclause"))
    followed = MadeDocument.objects.filter(pk__in=MadeDocument.objects.last_of_each().values("pk"))
    said = said.filter(madedocument__in=followed.filter(~Exists(under_way())).values("pk"))
    made = list(
        said.select_related("madedocument__template").order_by("madedocument__kind", "madedocument__ending", "pk")
    )
    ids = {clause for _profile, clause, *_words in quotes} | {each.versionclause_id for each in made}
    if not ids:
        return Drift((), ())
    clauses = list(VersionClause.objects.filter(Q(pk__in=ids) | Q(version=in_force)).order_by("position", "pk"))
    former = {clause.pk: clause for clause in clauses if clause.pk in ids}
    now = {clause.code: clause for clause in clauses if clause.version_id == in_force.pk}
    documents = list({each.madedocument_id: each.madedocument for each in made}.values())
    in_documents = {(each.madedocument_id, each.versionclause_id) for each in made}
    touched = {profile for profile, *_rest in quotes} | {document.profile_id for document in documents}
    profiles = JobProfile.objects.filter(pk__in=touched).select_related("department").order_by("title", "pk")
    return _gathered(quotes, documents, in_documents, former, now, list(profiles))


def _gathered(
    quotes: list[tuple[int, int, str, str, str]],
    documents: list[MadeDocument],
    in_documents: set[tuple[uuid.UUID, int]],
    former: dict[int, VersionClause],
    now: dict[str, VersionClause],
    profiles: list[JobProfile],
) -> Drift:
    codes: dict[int, set[str]] = defaultdict(set)
    adapted: dict[int, set[str]] = defaultdict(set)
    told: dict[int, set[int]] = defaultdict(set)
    for profile, clause, *words in quotes:
        code = former[clause].code
        codes[profile].add(code)
        told[clause].add(profile)
        own = [getattr(former[clause], CHARTER_FIELD[document]) for document in Wording]
        if any(said and said != charter for said, charter in zip(words, own, strict=True)):
            adapted[profile].add(code)
    of_profile: dict[int, list[MadeDocument]] = defaultdict(list)
    owners = {document.pk: document.profile_id for document in documents}
    for document in documents:
        of_profile[document.profile_id].append(document)
    for document_id, clause in in_documents:
        codes[owners[document_id]].add(former[clause].code)
        told[clause].add(owners[document_id])
    return Drift(
        tuple(
            ClauseDrift(
                clause,
                now.get(clause.code),
                words_changed(Clause, CLAUSE_WORDS, clause, now.get(clause.code)),
                profiles=len(told[clause.pk]),
            )
            for clause in former.values()
        ),
        tuple(
            ProfileDrift(
                profile, tuple(sorted(codes[profile.pk])), tuple(sorted(adapted[profile.pk])),
                tuple(of_profile[profile.pk]),
            )
            for profile in profiles
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Followed:
    """What one act did: the job descriptions that follow again, and the first of the batches of their documents."""

    profiles: tuple[JobProfile, ...]
    batch: Batch | None


@transaction.atomic
def follow_everything(
    profiles: Collection[int] | None, *, by: Member, version: uuid.UUID, keep_adapted: bool, documents: bool
) -> Followed:
    """Bring these job descriptions up to date (None: all those that are behind), all or none; and, if wanted, ask for
    their last documents again.

    Only what quotes former words is touched. A document that is being made again is not asked for twice; one that
    would say nothing any more is no longer followed. Raises Refused when another version can be quoted meanwhile.
    """
    KEEP_JOB_PROFILES.require(by)
    in_use = JobProfile.objects.in_use()
    if profiles is not None:
        in_use = in_use.filter(pk__in=profiles)
    # read before the quotes change; those of other job descriptions are no matter of theirs
    behind = list(
        _last_outdated_documents()
        .filter(~Exists(under_way()), profile__in=in_use)
        .select_related("template", "profile")
        .order_by("profile__title", "profile_id", "kind", "ending")
    )
    quoting = in_use.filter(pk__in=Quote.objects.outdated().values("profile")).order_by("pk")
    followed = [
        bring_up_to_date(profile, by=by, version=version, keep_adapted=keep_adapted)
        for profile in quoting.select_for_update(of=("self",), no_key=True)
    ]
    batch = _make_again(behind, by=by) if documents else None
    touched = {profile.pk: profile for profile in followed} | {each.profile_id: each.profile for each in behind}
    return Followed(tuple(touched.values()), batch)


def _make_again(behind: list[MadeDocument], *, by: Member) -> Batch | None:
    """Ask for documents anew, in as many batches as it takes; the first of them."""
    owners = {document.profile_id: document.profile for document in behind}
    sheets = {sheet.profile.pk: sheet for sheet in read_sheets(owners.values())}
    said, silent = [], Q(pk__in=[])
    for document in behind:
        if what_is_missing(sheets[document.profile_id], DocumentKind(document.kind)):
            silent |= Q(profile=document.profile_id, kind=document.kind)
        else:
            said.append(document)
    MadeDocument.objects.filter(silent).update(followed=False)
    wanted = again(said)
    batches = [
        ask_for_batch(wanted[start : start + MOST_PIECES], by=by) for start in range(0, len(wanted), MOST_PIECES)
    ]
    return batches[0] if batches else None


def _last_outdated_documents() -> QuerySet[MadeDocument]:
    """Of the last documents of each kind, format and template: those that say former words."""
    return MadeDocument.objects.filter(pk__in=MadeDocument.objects.last_of_each().values("pk")).outdated()
