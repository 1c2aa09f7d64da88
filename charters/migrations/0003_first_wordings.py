"""Each proposal made before wordings were kept has its words as they are now for a first wording."""

from django.db import migrations


def keep_first_wordings(apps, schema_editor):
    Proposal = apps.get_model("charters", "Proposal")
    ProposalWording = apps.get_model("charters", "ProposalWording")
    rows = Proposal.objects.values_list("pk", "base_revision", "proposed_title", "proposed_text", "written_on")
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


class Migration(migrations.Migration):
    dependencies = [("charters", "0002_deliberation"), ("governance", "0002_pulse")]

    operations = [migrations.RunPython(keep_first_wordings, migrations.RunPython.noop, elidable=True)]
