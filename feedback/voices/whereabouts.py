"""Where a comment is read: on the page of what its thread is about, which this floor does not know by name.

A clause, a proposal, an entry of experience each own a thread (``OneToOneField``), have a ``code`` and a page
(``get_absolute_url``): whatever owns one tomorrow is found the same way.
"""

from __future__ import annotations

from typing import Any

from feedback.voices.models import Comment, Thread
from feedback.voices.threads import page_of


def owner_of(thread: Thread) -> Any:
    """What a thread is about: one query."""
    names = [link.get_accessor_name() for link in Thread._meta.related_objects if link.one_to_one]
    found = Thread.objects.select_related(*names).get(pk=thread.pk)
    return next(owner for name in names if (owner := getattr(found, name, None)))


def address_of(comment: Comment, owner: Any) -> str:
    """The very place where a comment is read, on the page of what its thread is about: one query."""
    page = page_of(comment)
    return f"{owner.get_absolute_url()}{f'?comments={page}' if page > 1 else ''}#comment-{comment.pk}"
