"""A checked document becomes the organisation of an empty database, whole or not at all."""

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from charter_site.exchange.areas import (
    commitments,
    deliberation,
    experience,
    governance,
    grounds,
    members,
    organisation,
    projects,
    text,
    versions,
    workshops,
)
from charter_site.exchange.ledger import Ledger
from charter_site.exchange.reading import Document
from charters.models import Charter, Competence, Level
from feedback.models import Feedback, Term
from governance.models import Committee, Department, Organisation, Stakeholder, Tool
from governance.refusals import Refused

# Accounts may be there: someone has to install the application before a file is imported into it.
MUST_BE_EMPTY: tuple[type[models.Model], ...] = (
    Charter,
    Department,
    Committee,
    Stakeholder,
    Tool,
    Feedback,
    Term,
    Level,
    Competence,
)


def store(document: Document, *, source: str) -> Ledger:
    """Store all that the document says, in one transaction. Raises Refused; nothing is stored then."""
    ledger = Ledger(reason=_("Imported from %(source)s") % {"source": source})
    try:
        with transaction.atomic():
            refuse_used_database()
            store_all(document, ledger)
    except (IntegrityError, DataError) as error:
        raise Refused(
            _(
                "Nothing was imported: the database does not accept what the file says (%(reason)s). "
                "Correct the file, then import it again."
            )
            % {"reason": str(error).strip().splitlines()[0]}
        ) from error
    return ledger


def refuse_used_database() -> None:
    """One organisation a database, and a file is never mixed with what people already wrote."""
    if there := Organisation.objects.first():
        raise Refused(
            _(
                "Nothing was imported: this database already holds %(name)s, and a file is imported into an empty "
                "database only. Use another database for this file."
            )
            % {"name": there.name}
        )
    for model in MUST_BE_EMPTY:
        if model._default_manager.exists():
            raise Refused(
                _(
                    "Nothing was imported: something was already written in this database (%(kind)s), and a file is "
                    "imported into an empty database only. Use another database for this file."
                )
                % {"kind": model._meta.verbose_name}
            )


def store_all(document: Document, ledger: Ledger) -> None:
    """Area after area, each after those it refers to. The organisation comes first: there is only ever one."""
    content = document.content
    organisation.store(content, ledger)
    members.store(content, ledger)
    governance.store(content, ledger)
    experience.store_lists(content, ledger)
    text.store(content, ledger)
    projects.store(content, ledger)
    experience.store(content, ledger)
    grounds.store(content, ledger)
    workshops.store(content, ledger)
    deliberation.store_proposals(content, ledger)
    grounds.store_origins(content, ledger)
    deliberation.store_comments(content, ledger)
    versions.store(content, ledger)
    commitments.store(content, ledger)
    projects.store_uses(content, ledger)
