"""The workshop of the demonstration: real minutes, and one statement turned into each thing it can become."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.utils import timezone

from charter_site import exchange
from charters.grounding.from_workshops import propose_from
from charters.models import Charter, Section
from feedback.workshops import keeping, turning
from feedback.workshops.minutes import read_minutes
from feedback.workshops.minutes_files import text_of
from governance.models import Committee, Member

MINUTES = Path(exchange.__file__).parent / "minutes_fr.txt"
FACILITATOR = "facilitatrice@aubrelle.example"
INFORMATION, REMOTE, APPRAISALS = 12, 3, 25  # places of statements


def hold(charter: Charter) -> None:
    """Import the minutes, then turn three statements: a proposal, a committee's task, a draft of experience."""
    by = Member.objects.get(email=FACILITATOR)
    minutes = read_minutes(text_of(MINUTES.read_bytes(), MINUTES.name))
    workshop = keeping.keep(minutes, by=by, source_name=MINUTES.name)
    said = {each.position: each for each in workshop.statements.all()}
    propose_from(
        said[APPRAISALS],
        charter,
        by=by,
        seen=1,
        section=charter.sections.get(kind=Section.Kind.HR_TOOLS),
        title="La coopération dans les entretiens professionnels",
        proposed_text=(
            "L'entretien professionnel fait une place à la coopération : ce qui l'a permise dans l'année, ce qui l'a "
            "empêchée, et le temps de travail qui lui sera donné. Il n'en tire aucune note."
        ),
        motive=said[APPRAISALS].said,
    )
    turning.hand_to_committee(
        said[INFORMATION],
        by=by,
        seen=1,
        committee=Committee.objects.order_by("code").first(),
        text="Dresser la liste des informations décisives pour les projets, et dire qui partage chacune.",
        owner_function="Responsable de la communication interne",
        due_on=timezone.localdate() + datetime.timedelta(days=60),
    )
    turning.begin_entry(
        said[REMOTE],
        by=by,
        seen=1,
        project="Conduire nos projets à distance pendant le confinement",
        context=said[REMOTE].text,
    )
