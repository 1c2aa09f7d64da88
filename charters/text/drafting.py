"""Writing the working text: opening a charter, adding, moving and removing clauses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.permissions import CREATE_CHARTER, EDIT_TEXT
from charters.text.anchoring import carry_placements
from charters.text.models import Audience, Charter, Clause, Section
from charters.text.revisions import open_revision, rewrite
from feedback.voices.models import Thread
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

FIVE_SECTIONS = [
    ("V", Section.Kind.VALUES, gettext_lazy("Values and attitudes")),
    ("M", Section.Kind.METHODS, gettext_lazy("Collaborative methods")),
    ("R", Section.Kind.HR_TOOLS, gettext_lazy("Human resources tools")),
    ("G", Section.Kind.GOVERNANCE, gettext_lazy("Governance and committees")),
    ("N", Section.Kind.SOFTWARE_TOOLS, gettext_lazy("Software and facilitation tools")),
]


@transaction.atomic
def open_charter(
    *, by: Member, slug: str, title: str, preamble: str = "", scope: str = "", language: str = "fr"
) -> Charter:
    """Open a charter with its five sections, whose titles and summaries can be rewritten afterwards."""
    CREATE_CHARTER.require(by)
    if Charter.objects.filter(slug=slug).exists():
        raise Refused(_("A charter already has this name in addresses: choose another one."))
    reason = _("Charter opened")
    charter = Charter(slug=slug, title=title, preamble=preamble, scope=scope, language=language)
    open_revision(charter, by=by, reason=reason)
    for position, (code, kind, section_title) in enumerate(FIVE_SECTIONS, start=1):
        section = Section(charter=charter, code=code, position=position, kind=kind, title=str(section_title))
        open_revision(section, by=by, reason=reason)
    return charter


@transaction.atomic
def add_clause(
    section: Section,
    *,
    by: Member | None,
    reason: str,
    words: dict[str, Any],
    after: Clause | None = None,
    proposals: Iterable[uuid.UUID] = (),
) -> Clause:
    """Add a clause to a section, at its end or after another; its code is new and never used again.

    The charter's row is locked: two additions at once get two codes. Raises Refused when the text has the same clause
    already, unless a proposal asks for it.
    """
    if by is not None:
        EDIT_TEXT.require(by)
    charter = Charter.objects.locked().get(pk=section.charter_id)
    if by is not None and not proposals:
        _refuse_twin(charter, words)
    clause = Clause(charter=charter, section=section, code=_next_code(charter, section), **words)
    if not clause.audience:
        clause.audience = [Audience.ALL_STAFF]
    clause.position = _make_room(section, after, by=by)
    clause.thread = Thread.objects.create()
    return open_revision(clause, by=by, reason=reason, proposals=proposals)


def _refuse_twin(charter: Charter, words: dict[str, Any]) -> None:
    """A form that is sent twice writes one clause."""
    same = {"title": words.get("title", ""), "text": words.get("text", "")}
    twin = Clause.objects.in_text().filter(charter=charter, **same).values_list("code", flat=True).first()
    if twin is not None:
        raise Refused(
            _("Clause %(code)s has this very title and this very text: it was just recorded, or it was there already.")
            % {"code": twin}
        )


@transaction.atomic
def move_clause(
    clause: Clause,
    *,
    by: Member,
    reason: str,
    section: Section,
    after: Clause | None,
    seen: int,
    proposals: Iterable[uuid.UUID] = (),
) -> Clause:
    """Move a clause elsewhere in its charter: it keeps its code and its words, so this opens no revision."""
    EDIT_TEXT.require(by)
    Charter.objects.locked().get(pk=clause.charter_id)
    stored = lock_seen(clause, seen=seen)
    if stored.removed:
        raise Refused(_("This clause was removed from the text: it cannot be moved."))
    if section.charter_id != stored.charter_id:
        raise Refused(_("This section belongs to another charter: a clause does not change charters."))
    if after is not None and (after.pk == stored.pk or after.section_id != section.pk or after.removed):
        raise Refused(_("Choose another clause of that section, or its beginning."))
    stored.section = section
    stored.position = _make_room(section, after, by=by, moving=stored)
    return save_signed(stored, by=by, reason=reason, fields=["section", "position"], proposals=list(proposals))


@transaction.atomic
def remove_clause(clause: Clause, *, by: Member, reason: str, seen: int, proposals: Iterable[uuid.UUID] = ()) -> Clause:
    """Remove a clause from the working text: a revision like another; its words, code and thread stay."""
    EDIT_TEXT.require(by)
    _refuse_removed(clause)
    return rewrite(clause, by=by, reason=reason, words={"removed": True}, seen=seen, proposals=proposals)


@transaction.atomic
def edit_clause(
    clause: Clause,
    *,
    by: Member,
    reason: str,
    words: dict[str, Any],
    seen: int,
    proposals: Iterable[uuid.UUID] = (),
) -> Clause:
    """Rewrite a clause of the working text, for a reason; comments on its passages find their place again."""
    EDIT_TEXT.require(by)
    was = _refuse_removed(clause).text
    clause = rewrite(clause, by=by, reason=reason, words=words, seen=seen, proposals=proposals)
    if clause.text != was:
        carry_placements(clause, was=was)
    return clause


@transaction.atomic
def edit_charter(
    text: Charter | Section, *, by: Member, reason: str, words: dict[str, Any], seen: int
) -> Charter | Section:
    """Rewrite the title, preamble or scope of a charter, or the title and summary of a section; say where it stands."""
    EDIT_TEXT.require(by)
    stored = lock_seen(text, seen=seen)
    said = {name: value for name, value in words.items() if name in stored.BESIDE and getattr(stored, name) != value}
    words = {name: value for name, value in words.items() if name not in stored.BESIDE}
    if said:
        for name, value in said.items():
            setattr(stored, name, value)
        save_signed(stored, by=by, reason=reason, fields=list(said))
        if all(getattr(stored, name) == value for name, value in words.items()):
            return stored
    return rewrite(stored, by=by, reason=reason, words=words, seen=stored.row_version)


def _refuse_removed(clause: Clause) -> Clause:
    """The stored clause, locked; one that is no longer in the text is not written there."""
    stored = Clause.objects.locked().get(pk=clause.pk)
    if stored.removed:
        raise Refused(
            _(
                "This clause was removed from the text meanwhile, and nothing was changed. What you wrote is still "
                "below: keep it for another clause."
            )
        )
    return stored


def _next_code(charter: Charter, section: Section) -> str:
    """The section's letter and the next number, removed clauses and moved ones counted."""
    taken = Clause.objects.filter(charter=charter, code__regex=rf"^{section.code}[0-9]+$")
    numbers = [int(code.removeprefix(section.code)) for code in taken.values_list("code", flat=True)]
    return f"{section.code}{max(numbers, default=0) + 1}"


STEP = 1000


def _make_room(section: Section, after: Clause | None, *, by: Member | None, moving: Clause | None = None) -> int:
    """A free place after a clause, or at the end when adding, at the beginning when moving without ``after``.

    Places are spaced out; when a gap is used up the section's places are spaced again, which is a signed save
    of each clause that shifts.
    """
    others = list(
        Clause.objects.locked()
        .filter(section=section)
        .exclude(pk=moving.pk if moving else None)
        .order_by("position", "pk")
    )
    if after is None and moving is None:
        return (Clause.objects.filter(section=section).aggregate(m=Max("position"))["m"] or 0) + STEP
    index = [clause.pk for clause in others].index(after.pk) + 1 if after else 0
    low = others[index - 1].position if index else 0
    high = others[index].position if index < len(others) else low + 2 * STEP
    if high - low > 1:
        return (low + high) // 2
    for place, clause in enumerate(others, start=1):
        shifted = place if place <= index else place + 1
        if clause.position != shifted * STEP:
            clause.position = shifted * STEP
            save_signed(clause, by=by, reason=_("Clauses of the section spaced out"), fields=["position"])
    return (index + 1) * STEP
