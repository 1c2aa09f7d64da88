"""One way to save what has a history: signed by someone, for a reason.

A signed model refuses a bare ``save()``; its queryset refuses to change tracked fields in bulk, since
history would not see it. History keeps the pseudonym of who signed, never the person: a member can be
erased and every row stays as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from governance.refusals import Refused
from governance.sealed import sealed

if TYPE_CHECKING:
    from governance.people.models import Member


S = TypeVar("S", bound="Signed")


class Stale(Refused):  # noqa: N818 a state, as people say it
    """The row changed after the reader saw it; nothing was saved. ``current`` is its row version now."""

    def __init__(self, sentence: str | Promise, *, current: int | str = 0):
        super().__init__(sentence)
        self.current = current


class SignedRecords(HistoricalRecords):
    """History rows that carry a pseudonym, a reason, and what the model adds to its record.

    ``bases`` may add columns to the history table; ``save_signed(..., column=value)`` fills them.
    ``constraints`` go on the history table.
    """

    def __init__(self, *, constraints: Iterable[models.BaseConstraint] = (), **options: Any):
        self.constraints = list(constraints)
        super().__init__(
            history_user_id_field=models.UUIDField(null=True, editable=False),
            history_user_getter=_no_person,
            history_user_setter=_set_pseudonym,
            **options,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        return super().get_meta_options(model) | {"constraints": self.constraints}

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        tracked = hasattr(sender._meta, "simple_history_manager_attribute")
        super().finalize(sender, **kwargs)
        if not tracked and hasattr(sender._meta, "simple_history_manager_attribute"):
            sealed(getattr(sender, self.manager_name).model)

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        raise TypeError(f"{type(instance).__name__} is never deleted: what was written is kept.")

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        signature = instance.signature_in_hand
        record = getattr(instance, self.manager_name).model(
            history_date=signature["at"],
            history_type=history_type,
            history_user_id=signature["pseudonym"],
            history_change_reason=signature["reason"],
            **signature["record"],
            **{field.attname: getattr(instance, field.attname) for field in self.fields_included(instance)},
        )
        record.save(force_insert=True)


def _no_person(record: models.Model) -> None:
    return None


def _set_pseudonym(record: Any, pseudonym: uuid.UUID | None) -> None:
    record.history_user_id = pseudonym


class SignedQuerySet(models.QuerySet):
    """A queryset that cannot change behind history's back."""

    def update(self, **changes: Any) -> int:
        """Allow counters only: any tracked field must go through ``save_signed``."""
        model: Any = self.model
        tracked = {field.name for field in model.history.model.tracked_fields}
        if unsigned := {name.removesuffix("_id") for name in changes} & tracked:
            raise TypeError(f"A bulk update of {sorted(unsigned)} would leave no history: use save_signed.")
        return super().update(**changes)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("bulk_create would leave no history: use save_signed.")

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("bulk_update would leave no history: use save_signed.")

    def delete(self) -> Any:
        raise TypeError("What was written is kept: nothing here is ever deleted.")

    def locked(self) -> SignedQuerySet:
        """Lock the rows against writers, not against rows that only refer to them."""
        return self.select_for_update(of=("self",), no_key=True)


class Signed(models.Model):
    """A row whose every save is signed. ``row_version`` rises each time and guards forms (``seen``)."""

    row_version = models.PositiveIntegerField(_("row version"), default=0, editable=False)

    signature_in_hand: dict[str, Any] | None = None
    history: ClassVar[Any]  # each model declares its own, with what it adds to its record
    objects: ClassVar[Any]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.signature_in_hand is None:
            raise TypeError(f"{type(self).__name__} is saved by save_signed(..., by=, reason=).")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{type(self).__name__} is never deleted: what was written is kept.")


@transaction.atomic
def save_signed(
    instance: S,
    *,
    by: Member | None,
    reason: str,
    fields: Iterable[str] | None = None,
    at: datetime | None = None,
    **record: Any,
) -> S:
    """Save a signed row and its history: the only way to do so.

    ``by`` is None only for what the command line did, and for an anonymous contribution. ``record`` fills the
    columns that the model adds to its history. The caller holds the row's lock when the row exists.
    """
    instance.row_version += 1
    instance.signature_in_hand = {
        "pseudonym": by.pseudonym if by else None,
        "reason": reason,
        "at": at or timezone.now(),
        "record": record,
    }
    try:
        if instance._state.adding or fields is None:
            instance.save()
        else:
            instance.save(update_fields=[*fields, "row_version"])
    except BaseException:
        instance.row_version -= 1
        raise
    finally:
        instance.signature_in_hand = None
    return instance


def lock_seen(instance: S, *, seen: int) -> S:
    """Lock the stored row and return it, unless it changed since the reader saw version ``seen``.

    Raises Stale with the sentence to show. To be called inside a transaction, before any judgement.
    """
    stored: S = type(instance).objects.locked().get(pk=instance.pk)
    if stored.row_version != seen:
        raise Stale(
            _(
                "Someone else changed this while you were writing. Nothing you wrote is lost: "
                "read the current state, then send again."
            ),
            current=stored.row_version,
        )
    return stored
