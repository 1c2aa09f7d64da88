"""How a contribution is signed, and what readers see of its author.

By name, by function, or anonymously. An anonymous contribution keeps no member, no function and only a day.
"Mine" and "one each" rest on a digest: HMAC-SHA256 of the member's pseudonym and the object's id, under a key
kept outside the database. With the database alone nobody can go from a digest to a member.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils import timezone

from feedback.permissions import ENTER_ON_BEHALF
from feedback.voices.models import Channel, Contribution
from governance.people.models import Department, FunctionRegister, Headcount, Member, SignsAs

C = TypeVar("C", bound=Contribution)


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Someone else's words, entered by a facilitator with the author's agreement."""

    channel: str
    site: str = ""
    function: str = ""
    department: Department | None = None
    category: str = ""
    written_on: date | None = None


def digest_of(member: Member, object_id: uuid.UUID | str) -> str:
    """The mark a member leaves on one object: 64 hexadecimal digits that say nothing without the key."""
    message = f"{member.pseudonym}:{object_id}".encode()
    return hmac.new(settings.CONTRIBUTION_KEY.encode(), message, hashlib.sha256).hexdigest()


def is_mine(contribution: Contribution, member: Member) -> bool:
    """Whether the member wrote it, however it is signed; without a query."""
    return bool(contribution.author_digest) and is_digest_of(contribution.author_digest, member, contribution.pk)


def is_digest_of(digest: str, member: Member, object_id: uuid.UUID) -> bool:
    """Whether the member left this digest on that object."""
    return hmac.compare_digest(digest, digest_of(member, object_id))


def sign(contribution: C, *, by: Member, signature: str, on_behalf: OnBehalf | None = None) -> C:
    """Fill who wrote the contribution, how it came and when; the caller saves it.

    ``by`` is who sits at the keyboard: the author, or the facilitator who enters someone else's words (then
    ``on_behalf`` says whose, and nothing links the words to the facilitator but ``entered_by``).
    """
    contribution.signature = signature
    if on_behalf:
        ENTER_ON_BEHALF.require(by)
        _sign_for_someone_else(contribution, by, on_behalf)
    else:
        contribution.channel = Channel.WEB
        contribution.author_digest = digest_of(by, contribution.pk)
        contribution.written_on = timezone.localdate()
        if signature == SignsAs.ANONYMOUS:
            contribution.department, contribution.category = by.department, by.category
        else:
            contribution.author = by
            contribution.written_at = timezone.now()
            contribution.function, contribution.department = by.function, by.department
            contribution.category = by.category
    if contribution.signature == SignsAs.ANONYMOUS:
        _keep_only_large_groups(contribution)
    contribution.pole = contribution.pole or (contribution.department.pole if contribution.department else "")
    contribution.printed_as = printed_author(contribution)
    return contribution


def _sign_for_someone_else(contribution: Contribution, by: Member, on_behalf: OnBehalf) -> None:
    contribution.on_behalf = contribution.consent = True
    contribution.entered_by = by
    contribution.channel, contribution.site = on_behalf.channel, on_behalf.site
    contribution.written_on = on_behalf.written_on or timezone.localdate()
    contribution.department = on_behalf.department
    contribution.category = on_behalf.category
    if contribution.signature == SignsAs.NAME:
        # nobody's name is typed by another: a card is signed by function, or not at all
        contribution.signature = SignsAs.FUNCTION
    if contribution.signature == SignsAs.FUNCTION:
        contribution.function = on_behalf.function


def _keep_only_large_groups(contribution: Contribution) -> None:
    """Drop what would single the author out: department, then category, then division, below the threshold.

    Whoever is said to be of a division and of no department is of its small groups, since the others are named: it is
    these people who must be many enough together, or a subtraction would find them.
    """
    department, category = contribution.department, contribution.category
    contribution.function, contribution.pole = "", ""
    if department is None:
        contribution.category = ""
        return
    if _people(department__pk=department.pk, category=category) >= settings.SMALL_GROUP_THRESHOLD:
        contribution.pole = department.pole
        return
    contribution.department = None
    unnamed = _people_of_small_groups(department.pole)
    if category and unnamed[category] >= settings.SMALL_GROUP_THRESHOLD:
        contribution.pole = department.pole
        return
    contribution.category = ""
    without_category = sum(n for group, n in unnamed.items() if not group or n < settings.SMALL_GROUP_THRESHOLD)
    if without_category >= settings.SMALL_GROUP_THRESHOLD:
        contribution.pole = department.pole


def _people_of_small_groups(pole: str) -> Counter[str]:
    """By category, the people of a division whose group in their department is small; under "", those whom no
    category counts."""
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = Headcount.objects.filter(department__pole=pole)
    for department, category, count in rows.values_list("department_id", "category", "count"):
        counted[department][category] = count
    unnamed: Counter[str] = Counter()
    for counts in counted.values():
        total = counts.pop("", 0)
        unnamed.update({category: n for category, n in counts.items() if n < settings.SMALL_GROUP_THRESHOLD})
        unnamed[""] += max(0, total - sum(counts.values()))
    return unnamed


def keep_category_of_large_group(contribution: Contribution) -> None:
    """Forget the category of someone signed by function when too few share it there: said with what readers see of
    the author, it would find them. An anonymous contribution was already looked at."""
    if contribution.signature != SignsAs.FUNCTION or not contribution.category:
        return
    if _people(department__pole=contribution.pole, category=contribution.category) < settings.SMALL_GROUP_THRESHOLD:
        contribution.category = ""


def _people(*, category: str = "", **where: object) -> int:
    return Headcount.objects.filter(category=category, **where).aggregate(n=Sum("count"))["n"] or 0


# All of a contribution that ``printed_author`` reads.
PRINTED_FROM = ("signature", "author_id", "function", "department_id", "pole")


def printed_author(contribution: Contribution) -> str:
    """What readers see of the author, in the organisation's words; empty for "anonymously".

    A function is printed only when the register of functions says that enough people hold it in that
    department; else the division, when it is large enough; else nothing.
    """
    if contribution.signature == SignsAs.NAME and contribution.author:
        parts = [contribution.author.name, contribution.function]
        if contribution.department:
            parts.append(contribution.department.code)
        return ", ".join(part for part in parts if part)
    department = contribution.department
    if contribution.signature == SignsAs.FUNCTION and department and _is_held_by_many(contribution):
        return f"{contribution.function}, {department.code}"
    pole = contribution.pole or (department.pole if department else "")
    if pole and _people(department__pole=pole) >= settings.SMALL_GROUP_THRESHOLD:
        return pole
    return ""


def _is_held_by_many(contribution: Contribution) -> bool:
    return FunctionRegister.objects.filter(
        department=contribution.department,
        function__iexact=contribution.function,
        holders__gte=settings.SMALL_GROUP_THRESHOLD,
    ).exists()


def reprint_authors() -> int:
    """Decide again what readers see of every author, after the register of functions or headcounts changed.

    Returns how many contributions changed. Words and signatures stay as they are.
    """
    changed = 0
    decided: dict[tuple[object, ...], str] = {}  # many contributions, few kinds of author
    for model in contribution_models():
        # always in the same order: two of these at once wait for each other, and neither is undone
        for contribution in model._default_manager.select_related("author", "department").order_by("pk").iterator():
            author = tuple(getattr(contribution, name) for name in PRINTED_FROM)
            if author not in decided:
                decided[author] = printed_author(contribution)
            printed = decided[author]
            if printed != contribution.printed_as:
                models.QuerySet(model).filter(pk=contribution.pk).update(printed_as=printed)
                changed += 1
    return changed


def contribution_models() -> list[type[Contribution]]:
    """Everything that people contribute: proposals, comments, experience, positions. This floor knows none by name."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Contribution)]
