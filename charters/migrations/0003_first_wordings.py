"""Each proposal made before wordings were kept has its words as they are now for a first wording.

Nothing carried them over until then. Those of a clause whose title and text are what they were written on just follow
it; those whose text has changed wait for their author, when there is one to recognise. Words that came from a file have
none: they keep their base, and are compared with the present text when someone answers them.
"""

from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError
from django.db.models import Exists, F, OuterRef, Q, Subquery

WORDED = ["modification", "fusion"]
WITHDRAWN = "retire"


def keep_first_wordings(apps, schema_editor):
    Clause = apps.get_model("charters", "Clause")
    Proposal = apps.get_model("charters", "Proposal")
    ProposalWording = apps.get_model("charters", "ProposalWording")
    HistoricalClause = apps.get_model("charters", "HistoricalClause")

    left = Proposal.objects.filter(outcome="", clause__removed=False, wordings=None)
    left = left.filter(base_revision__lt=F("clause__revision"))
    same_text = HistoricalClause.objects.filter(
        id=OuterRef("clause"), revision=OuterRef("base_revision"), opens_revision=True,
        title=OuterRef("clause__title"), text=OuterRef("clause__text"),
    )  # fmt: skip
    now = Subquery(Clause.objects.filter(pk=OuterRef("clause")).values("revision")[:1])
    left.filter(~Q(kind__in=WORDED) | Exists(same_text)).update(base_revision=now)
    known = Q(on_behalf=True) | ~Q(author_digest="")
    left.filter(known, kind__in=WORDED, awaits_confirmation=False).update(awaits_confirmation=True)

    # whoever took theirs back knows that they did
    Proposal.objects.filter(outcome=WITHDRAWN, author_told=False).update(author_told=True)

    rows = Proposal.objects.filter(wordings=None).values_list(
        "pk", "base_revision", "proposed_title", "proposed_text", "written_on"
    )
    ProposalWording.objects.bulk_create(
        (
            ProposalWording(
                proposal_id=pk, number=1, substance=1, origin="proposed", base_revision=base, title=title, text=text,
                on=on,
            )
            for pk, base, title, text, on in rows.iterator()
        ),
        batch_size=1000,
    )


def refuse_to_lose(apps, schema_editor):
    """Going back drops the tables of the deliberation: not while they hold what people wrote there."""
    written = {
        "consent rounds": apps.get_model("charters", "ConsentRound").objects.all(),
        "comments on passages": apps.get_model("charters", "Anchor").objects.all(),
        "amended proposals": apps.get_model("charters", "ProposalWording").objects.filter(number__gt=1),
        "resolved discussions": apps.get_model("feedback", "DiscussionStep").objects.all(),
    }
    if held := [name for name, rows in written.items() if rows.exists()]:
        raise IrreversibleError(
            f"The database holds {', '.join(held)}, which the former schema has no place for: they would be lost. "
            "Restore the backup that was made before the upgrade instead."
        )


class Migration(migrations.Migration):
    dependencies = [("charters", "0002_deliberation"), ("governance", "0002_pulse")]

    operations = [migrations.RunPython(keep_first_wordings, refuse_to_lose, elidable=True)]
