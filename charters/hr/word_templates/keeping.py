"""Templates of human resources: added once they were checked and tried, retired with a reason, never changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from charters.hr.kinds import DocumentKind
from charters.hr.word_templates.checking import check
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.models import WordTemplate, WordTemplateFile
from charters.hr.word_templates.sample import sample_organisation, sample_sheet
from charters.permissions import KEEP_JOB_PROFILES
from governance.people.models import Member, Organisation
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


def add_template(*, by: Member, name: str, kind: str, content: bytes) -> WordTemplate:
    """Keep a template that was checked, then filled on a sample, to prove that it works.

    Raises PermissionDenied, Refused.
    """
    KEEP_JOB_PROFILES.require(by)
    checked = check(content)
    fill(content, sample_sheet(), organisation=sample_organisation(), kind=DocumentKind(kind))
    with transaction.atomic():
        # one at a time: the same file sent twice is one template
        Organisation.objects.select_for_update(of=("self",), no_key=True).order_by("pk").first()
        if existing := WordTemplate.objects.usable().filter(digest=checked.digest).first():
            raise Refused(
                _("This very file is already there, as “%(name)s”: use that template, or retire it first.")
                % {"name": existing.name}
            )
        template = save_signed(
            WordTemplate(
                name=name,
                kind=kind,
                placeholders=list(checked.placeholders),
                digest=checked.digest,
                size=checked.size,
            ),
            by=by,
            reason=_("Template added"),
        )
        WordTemplateFile.objects.create(template=template, content=content)
    return template


@transaction.atomic
def retire_template(template: WordTemplate, *, by: Member, reason: str, seen: int) -> WordTemplate:
    """Take a template out of those that one may choose. Documents made from it stay what they are.

    Raises PermissionDenied, Stale, Refused when it already is.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(template, seen=seen)
    if stored.retired:
        raise Refused(_("This template is retired already. Send its file again to use it anew."))
    stored.retired = True
    return save_signed(stored, by=by, reason=reason, fields=["retired"])
