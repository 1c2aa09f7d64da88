"""Each proposal made before wordings were kept has its words as they are now for a first wording.

One that was left on an older text of its clause waits for its author: nothing carried its words over.
"""

from django.db import migrations
from django.db.models import F

WORDED = ["modification", "fusion"]


def keep_first_wordings(apps, schema_editor):
    Proposal = apps.get_model("charters", "Proposal")
    ProposalWording = apps.get_model("charters", "ProposalWording")
    unkept = Proposal.objects.filter(wordings=None)
    rows = unkept.values_list("pk", "base_revision", "proposed_title", "proposed_text", "written_on")
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
    left = Proposal.objects.filter(outcome="", kind__in=WORDED, awaits_confirmation=False, clause__removed=False)
    left.filter(base_revision__lt=F("clause__revision")).update(awaits_confirmation=True)


class Migration(migrations.Migration):
    dependencies = [("charters", "0002_deliberation"), ("governance", "0002_pulse")]

    operations = [migrations.RunPython(keep_first_wordings, migrations.RunPython.noop, elidable=True)]
