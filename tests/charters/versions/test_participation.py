"""Who took part in a version, collectively, and nothing from which a few people could be told."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from charters.models import Version
from charters.versions.participation import participation_in
from charters.versions.reading import with_steps
from feedback.models import Comment
from feedback.voices.threads import add_comment
from governance.models import Headcount, SignsAs
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


def comments(world, number: int, category: str, department=None) -> None:
    author = MemberFactory(category=category, department=department or DepartmentFactory())
    said = {"kind": Comment.Kind.EXAMPLE, "signature": SignsAs.FUNCTION}
    for n in range(number):
        comment = add_comment(world.clause.thread, by=author, text=f"Example {n} of {author.pk}", **said)
        Comment.objects.filter(pk=comment.pk).update(category=category, department=author.department)


def staff(department, **counts: int) -> None:
    Headcount.objects.filter(department=department).delete()
    for category, count in counts.items():
        Headcount.objects.create(department=department, category=category.strip("_"), count=count)
    Headcount.objects.create(department=department, category="", count=sum(counts.values()))


def count_all_to_today(version: Version) -> Version:
    """As if its consultation had been closed today: versions of these tests count nothing."""
    version.counted_upto = timezone.localdate()
    return version


def test_contributions_are_told_by_category_and_by_part_of_the_whole(world):
    department = DepartmentFactory()
    comments(world, 10, "A", department)
    comments(world, 30, "C", department)
    Headcount.objects.all().delete()  # those of whoever else is in the story
    staff(department, A=20, B=30, C=50)
    version = count_all_to_today(with_steps().get(pk=world.submit().pk))

    found = participation_in(version)

    shares = {share.category: share for share in found.shares}
    assert (shares["A"].number, shares["A"].of_words, shares["A"].of_staff) == (10, 25, 20)
    assert (shares["C"].number, shares["C"].of_words, shares["C"].of_staff) == (30, 75, 50)
    assert (shares["B"].number, shares["B"].of_words) == (0, 0)


def test_a_number_too_small_is_hidden_and_with_it_every_part_of_the_whole(world):
    comments(world, 9, "A")
    comments(world, 30, "C")
    version = count_all_to_today(with_steps().get(pk=world.submit().pk))

    shares = {share.category: (share.number, share.of_words) for share in participation_in(version).shares}

    assert shares == {"A": (None, None), "B": (0, None), "C": (30, None)}


def test_a_department_is_called_silent_only_if_enough_people_work_there(world):
    heard, silent, small = (DepartmentFactory(name=name) for name in ("Heard", "Silent", "Small"))
    for department, count in ((heard, 40), (silent, 40), (small, 9)):
        staff(department, C=count)
    comments(world, 1, "C", heard)
    version = count_all_to_today(with_steps().get(pk=world.submit().pk))

    assert "Silent" in participation_in(version).silent
    assert not {"Heard", "Small"} & set(participation_in(version).silent)


def test_what_the_version_before_counted_is_not_counted_again(world):
    comments(world, 12, "C")
    first = world.validate()
    Comment.objects.update(written_on=timezone.localdate() - datetime.timedelta(days=400))
    world.rewrite(text="Other words.")
    second = count_all_to_today(with_steps().get(pk=world.submit().pk))
    second.based_on.counted_upto = timezone.localdate() - datetime.timedelta(days=1)

    assert first.pk == second.based_on_id
    assert participation_in(second).nobody
