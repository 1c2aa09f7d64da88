"""The one answer of an entry of experience."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.permissions import ANSWER
from feedback.projects.models import Feedback
from feedback.voices.answering import ANSWERED, set_answer
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import save_signed


@transaction.atomic
def answer_entry(entry: Feedback, *, by: Member, outcome: str, reason: str) -> Feedback:
    """Answer a published entry, once, and say to everyone what the charter makes of it. Raises Refused."""
    ANSWER.require(by)
    stored: Feedback = Feedback.objects.locked().get(pk=entry.pk)
    if stored.status != Feedback.Status.PUBLISHED:
        raise Refused(_("This entry is still a draft: it is answered once its author has published it."))
    set_answer(stored, by=by, outcome=outcome, reason=reason)
    return save_signed(stored, by=by, reason=_("Answer to the experience"), fields=ANSWERED)
