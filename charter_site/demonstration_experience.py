"""The demonstration's story left halfway: whoever leads projects began to tell one that was stopped."""

from __future__ import annotations

import datetime

from feedback.models import Term
from feedback.projects import drafting
from governance.models import Department, Member, SignsAs

LEADER = "cheffe.projet@aubrelle.example"


def leave_halfway() -> None:
    """Tell the project and what hindered it; how it ended and what it teaches are left for later."""
    by = Member.objects.get(email=LEADER)
    entry = drafting.begin(project="Un guichet commun pour les travaux de voirie", by=by, signature=SignsAs.FUNCTION)
    drafting.retell(
        entry,
        {
            "period_start": datetime.date(2026, 2, 1),
            "period_end": datetime.date(2026, 6, 1),
            "context": (
                "Trois directions recevaient les mêmes demandes d'habitants sur les chantiers, chacune dans son outil. "
                "Nous avons voulu un seul guichet, et un agenda des travaux vu par toutes."
            ),
            "departments": [by.department, *Department.objects.exclude(pk=by.department_id).order_by("code")[:1]],
        },
        by=by,
        seen=1,
    )
    hindrance = Term.objects.filter(list=Term.List.HINDRANCE).order_by("position").first()
    drafting.retell(
        entry,
        {
            "hindered": [
                (hindrance, "Personne n'avait de temps de travail prévu pour le guichet : il passait en dernier.")
            ]
            if hindrance
            else [],
            "hours_planned": 40,
        },
        by=by,
        seen=2,
    )
