"""Which clauses a job description quotes, in which documents, and with which words.

All quotes of a job description come from one version, the one that can be quoted now, so that a document never mixes
two texts. Whatever was quoted before stays in history, word for word.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charters.hr.keeping import refuse_ended
from charters.hr.kinds import CHARTER_FIELD, Wording
from charters.hr.models import JobProfile, Quote
from charters.hr.sources import quotable_version
from charters.permissions import KEEP_JOB_PROFILES
from charters.versions.models import Version, VersionClause
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


@transaction.atomic
def quote_clauses(
    profile: JobProfile, *, by: Member, version: uuid.UUID, picks: Mapping[str, Collection[Wording]], seen: int
) -> JobProfile:
    """Quote these clauses and no other: ``picks`` gives each code the documents in which it is said.

    Words that human resources adapted are kept as long as the charter's own did not change; otherwise they are the
    charter's. ``version`` is the one that the reader chose from. Raises Refused, Stale.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    refuse_ended(stored)
    current = _the_version(version)
    former = _quotes_of(stored)
    quotes = [
        _quote(
            stored,
            clause,
            {document: _words(clause, document, former) for document in picks[clause.code]},
            to_read_again=clause.code in former and former[clause.code].to_read_again,
        )
        for clause in current.clauses.filter(code__in=picks)
    ]
    if len(quotes) != len(picks):
        raise Refused(_("One of these clauses is not in this version. Reload the page, then choose again."))
    return _record(stored, current, quotes, by=by)


@transaction.atomic
def word_quote(
    profile: JobProfile, *, by: Member, version: uuid.UUID, code: str, words: Mapping[Wording, str], seen: int
) -> JobProfile:
    """Say a clause in the words of human resources, in each document; an empty wording is not said in that one.

    The clause is quoted from now on, if it was not. Raises Refused, Stale.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    refuse_ended(stored)
    current = _the_version(version)
    clause = current.clauses.filter(code=code).first()
    if clause is None:
        raise Refused(_("This clause is no longer in the charter: see what replaced it."))
    former = _quotes_of(stored)
    if any(quote.clause.version_id != current.pk for quote in former.values()):
        raise Refused(
            _("This job description quotes an older version: bring it up to date first, then adapt its wordings.")
        )
    if not any(words.values()):
        raise Refused(_("Write at least one wording for this clause, or untick it among the clauses to quote."))
    others = [quote for quote in former.values() if quote.clause.code != code]
    reason = _("Wordings of %(code)s adapted") % {"code": code}
    return _record(stored, current, [*others, _quote(stored, clause, words)], by=by, reason=reason)


@transaction.atomic
def bring_up_to_date(
    profile: JobProfile, *, by: Member, version: uuid.UUID, keep_adapted: bool, seen: int | None = None
) -> JobProfile:
    """Quote the version in force instead of an older one: the same clauses, where they are still there.

    A wording taken from the charter becomes the charter's new one. One that human resources adapted is kept, or, where
    the charter's own changed and ``keep_adapted`` is false, replaced as well. Raises Refused, Stale.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=profile.row_version if seen is None else seen)
    current = _the_version(version)
    former = _quotes_of(stored)
    quotes = []
    for clause in current.clauses.filter(code__in=former):
        words = _brought_up(former[clause.code], clause, keep_adapted=keep_adapted)
        again = former[clause.code].to_read_again or _kept_over(former[clause.code], clause, words)
        quotes.append(_quote(stored, clause, words, to_read_again=again))
    kept = [quote for quote in quotes if _says_something(quote)]
    return _record(stored, current, kept, by=by, reason=_("Brought up to date with the version in force"))


def _the_version(seen: uuid.UUID) -> Version:
    """The version that can be quoted, if it is still the one that the reader chose from."""
    current = quotable_version()
    if current is None or current.pk != seen:
        raise Refused(
            _(
                "Another version can be quoted since you opened this page. Nothing you wrote is lost: "
                "read the clauses as they now are, then save again."
            )
        )
    return current


def _quotes_of(profile: JobProfile) -> dict[str, Quote]:
    quotes = Quote.objects.filter(profile=profile).select_related("clause").order_by("clause__position")
    return {quote.clause.code: quote for quote in quotes}


def _quote(
    profile: JobProfile, clause: VersionClause, words: Mapping[Wording, str], *, to_read_again: bool = False
) -> Quote:
    said = {str(document): words.get(document, "") for document in Wording}
    return Quote(profile=profile, clause=clause, to_read_again=to_read_again, **said)


def _words(clause: VersionClause, document: Wording, former: Mapping[str, Quote]) -> str:
    """What a document will say of a clause that was ticked for it: never nothing."""
    charter = charter_words(clause, document)
    quote = former.get(clause.code)
    if quote and getattr(quote, document) and charter_words(quote.clause, document) == charter:
        return str(getattr(quote, document))
    if charter:
        return charter
    facts = {"code": clause.code, "document": str(document.label).lower()}
    raise Refused(
        _("Clause %(code)s has no wording for this document (%(document)s): write one, or take it out.") % facts
    )


def charter_words(clause: VersionClause, document: Wording) -> str:
    """The charter's own wording of a clause for a document."""
    return str(getattr(clause, CHARTER_FIELD[document]))


def _brought_up(quote: Quote, clause: VersionClause, *, keep_adapted: bool) -> dict[Wording, str]:
    words = {}
    for document in Wording:
        said, was, becomes = (
            str(getattr(quote, document)), charter_words(quote.clause, document), charter_words(clause, document)
        )  # fmt: skip
        adapted = said != was
        keeps = adapted and (keep_adapted or was == becomes)
        words[document] = "" if not said else said if keeps else becomes
    return words


def _kept_over(quote: Quote, clause: VersionClause, words: Mapping[Wording, str]) -> bool:
    """Whether words of human resources were kept though the charter says that document otherwise."""
    return any(
        words[document]
        and words[document] != charter_words(clause, document)
        and charter_words(quote.clause, document) != charter_words(clause, document)
        for document in Wording
    )


def _says_something(quote: Quote) -> bool:
    return any(getattr(quote, document) for document in Wording)


def _record(
    profile: JobProfile, version: Version, quotes: Iterable[Quote], *, by: Member, reason: str = ""
) -> JobProfile:
    """Replace the quotes of a job description; its history keeps them all, word for word."""
    rows = sorted(quotes, key=lambda quote: quote.clause.position)
    for quote in rows:
        quote.pk = None
    profile.quotes.all().delete()
    Quote.objects.bulk_create(rows)
    codes = ", ".join(quote.clause.code for quote in rows) or pgettext("clauses", "none")
    return save_signed(
        profile,
        by=by,
        reason=reason or _("Clauses quoted: %(codes)s") % {"codes": codes},
        fields=[],
        quotes=[
            {
                "version": str(version.pk),
                "clause": quote.clause.code,
                "revision": quote.clause.revision,
                **{str(document): getattr(quote, document) for document in Wording},
            }
            for quote in rows
        ],
    )
