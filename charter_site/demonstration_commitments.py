"""What the departments of the demonstration promise once a version is in force, and what became of the plan.

The sample has three signatures and a department that still discusses. Here another one signs on screen, tells what it
kept, and the plan has what is done, what is late, and what is put off. All of it goes through the rules.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from charters.commitments import committing, following, planning
from charters.models import Charter, Commitment, RolloutAction
from charters.versions.reading import last_validation
from governance.models import Department, Member

HEAD, FACILITATOR = "directeur.duhm@aubrelle.example", "facilitatrice@aubrelle.example"
PROMISES = (
    ("M2", "Chaque réunion publique se conclut par une date de retour, et le compte rendu est affiché sous un mois."),
    ("G2", "Un seul compte rendu par comité, relu par les services avant d'être envoyé."),
)
STOPS = "Le tableau de suivi hebdomadaire, que personne ne lisait, et la double validation des ordres du jour."
RESERVATIONS = "Le délai de retour ne tiendra pas pendant l'enquête publique : nous le dirons d'avance."
KEPT = "Quatre réunions sur quatre ont donné leur date ; les comptes rendus sont sur le réseau et dans le hall."
NOT_YET = "Les services relisent, mais deux comités sur cinq envoient encore leur propre compte rendu."
MINUTES = "Réunion du 12 juin : le référent est désigné, la lettre de mission est publiée sur l'intranet."


def live(charter: Charter) -> None:
    """A signature with its time, two follow-ups, and a plan that moves."""
    people = {member.email: member for member in Member.objects.filter(is_demonstration=True)}
    sign(charter, people[HEAD])
    move_the_plan(charter, people[FACILITATOR])


def sign(charter: Charter, head: Member) -> None:
    """The department of the demonstration's head answers on the version in force, after a word of the sample."""
    validation = last_validation(charter)
    department = Department.objects.filter(pk__in=head.departments_headed).first()
    if validation is None or department is None:
        return
    version, label, today = validation.version, f"{validation.number}.0", timezone.localdate()
    said = Commitment.objects.filter(charter=charter, department=department, version_label=label).count()
    committing.commit(
        department,
        charter=charter,
        by=head,
        label=label,
        seen=said,
        seen_hash=version.content_hash,
        status=Commitment.Status.SIGNED_WITH_RESERVATIONS,
        discussed_on=today - datetime.timedelta(days=9),
        promises=PROMISES,
        hours=Decimal("3.5"),
        period="week",
        stops=STOPS,
        comment=RESERVATIONS,
    )
    told = {"charter": charter, "by": head, "label": label, "seen": 0, "seen_word": said + 1}
    hours = {"hours": Decimal(2), "period": "week"}
    following.follow_up(department, code=PROMISES[0][0], state="kept", reason=KEPT, **hours, **told)
    following.follow_up(department, code=PROMISES[1][0], state="not_yet", reason=NOT_YET, **told)


def move_the_plan(charter: Charter, facilitator: Member) -> None:
    """The first action is done, the second in progress, and one more is late: the plan is as real plans are."""
    today = timezone.localdate()
    first, second, *_others = RolloutAction.objects.filter(charter=charter).order_by("position")
    planning.move_action(
        first, by=facilitator, seen=first.row_version, state="done", done_on=min(first.last_day, today), proof=MINUTES
    )
    planning.move_action(second, by=facilitator, seen=second.row_version, state="in_progress")
    start = (today - datetime.timedelta(days=60)).replace(day=1)
    planning.add_action(
        charter,
        by=facilitator,
        words={
            "step": "Afficher la charte dans chaque dépôt",
            "actions": ["Imprimer la version en vigueur", "La lire en prise de service, dix minutes"],
            "owner_function": "Responsables de dépôt",
            "department": Department.objects.filter(code="DVEP").first(),
            "period_start": start,
            "due_on": today - datetime.timedelta(days=6),
            "audience": [RolloutAction.Concerned.FIELD_STAFF],
        },
    )
