"""The documents of batches, made one by one in the background.

Each is a transaction of its own, which takes the piece, makes it and counts it: after a stop, a crash or a cut of the
database, whoever comes next goes on with the first one that is not made. Several workers share the pieces.
"""

from __future__ import annotations

import logging
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.hr.batches.models import Batch, Piece
from charters.hr.handing_out import hand_out
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.sheets import read_sheet
from charters.hr.word_templates.filling import presses_kept
from governance.people.models import Member, Organisation
from governance.refusals import Refused

log = logging.getLogger(__name__)

MOST_TRIES = 3
# What a fault of ours raises: the others are made, and the page says that this one failed. What stops the process
# itself is tried again, up to MOST_TRIES.
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError,
    TypeError, ValidationError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
A_TURN = 2.0  # seconds of documents between two rounds of whatever else the worker does


def make_due(stopping: Callable[[], bool] = lambda: False, *, turn: float = A_TURN) -> int:
    """Make what is due, for about ``turn`` seconds; return how many documents were seen to."""
    until, seen = time.monotonic() + turn, 0
    with presses_kept():
        while not stopping() and time.monotonic() < until and make_next():
            seen += 1
    return seen


def make_next() -> bool:
    """See to the next document; tell whether there was one.

    A try is counted before it begins: a document that stops the worker each time is given up in the end.
    """
    with transaction.atomic():
        piece = _due().first()
        if piece is None:
            return False
        Piece.objects.filter(pk=piece.pk).update(tries=F("tries") + 1)
    with transaction.atomic():
        taken = _due().select_related("batch", "profile__department", "template__file").filter(pk=piece.pk).first()
        if taken is not None:
            _make(taken)
            taken.ended_at = timezone.now()
            taken.save(update_fields=["name", "content", "refusal", "ended_at"])
            _count(taken)
    return True


def _due() -> QuerySet[Piece]:
    """What is to be made and nobody is making: the batch that is least far first, so that a short one waits little."""
    return (
        Piece.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(ended_at=None, batch__state__in=[Batch.State.WAITING, Batch.State.RUNNING])
        .order_by(F("batch__made") + F("batch__refused"), "batch__asked_at", "batch", "position")
    )


def _make(piece: Piece) -> None:
    """The file, or why there is none: what one document cannot have holds no other back."""
    try:
        if piece.tries > MOST_TRIES:
            raise Refused(_("This document stopped the server each time it was tried: it was given up."))
        by = Member.objects.filter(pseudonym=piece.batch.asked_by, is_active=True).first()
        if by is None:
            raise Refused(_("Whoever asked for this batch has no account any more: ask for it again."))
        organisation = Organisation.objects.values_list("name", flat=True).first() or ""
        with transaction.atomic():
            document = hand_out(
                read_sheet(piece.profile),
                by=by,
                kind=DocumentKind(piece.kind),
                ending=Ending(piece.ending),
                organisation=organisation,
                template=piece.template,
            )
    except (Refused, PermissionDenied) as refusal:
        piece.refusal = str(refusal)
    except DatabaseError:
        raise
    except FAULTS as error:
        log.exception("Document %s of batch %s could not be made", piece.position, piece.batch_id)
        piece.refusal = _("This document could not be made (%(error)s). Tell whoever keeps the server.") % {
            "error": type(error).__name__
        }
    else:
        piece.name, piece.content = document.name[-200:], document.content


def _count(piece: Piece) -> None:
    """Say how far the batch is; the last piece ends it. Its row is locked last, and for an instant."""
    counter = "refused" if piece.refusal else "made"
    open_batch = Batch.objects.filter(pk=piece.batch_id)
    open_batch.update(**{counter: F(counter) + 1})
    open_batch.filter(state=Batch.State.WAITING).update(state=Batch.State.RUNNING)
    open_batch.filter(state=Batch.State.RUNNING, total=F("made") + F("refused")).update(
        state=Batch.State.DONE, ended_at=timezone.now()
    )
