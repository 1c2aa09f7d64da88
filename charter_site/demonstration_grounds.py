"""What clauses rest on, in the demonstration: exact words with a stance, and a guide outside."""

from __future__ import annotations

from charters.grounding import citing, resources
from charters.models import Charter, Citation
from feedback.models import Feedback
from governance.models import Member

FACILITATOR = "facilitatrice@aubrelle.example"
REASON = "Dire quels mots du retour sont cités."

# clause, entry, stance, words of the entry, what they say of the clause
SAID_EXACTLY = (
    ("V4", "REX-01", "supports",
     "Les agents de collecte ont fait déplacer onze bacs prévus à des endroits impossibles à vider en sécurité.",
     "Ceux qui collectent ont vu ce que personne d'autre ne voyait."),
    ("M3", "REX-01", "supports",
     "Prévoir le remplacement des agents de terrain avant de les inviter.",
     "La clause reprend ce que l'équipe a appris à ses dépens."),
    ("M3", "REX-09", "qualifies",
     "Les chefs d'équipe ont préparé les ateliers sur leur temps de pause.",
     "La clause compte le temps des réunions ; elle ne dit rien du temps de leur préparation."),
    ("M1", "REX-11", "qualifies",
     "Cadrer même dans l'urgence, en une page.",
     "Dans l'urgence, une page suffit : deux pages écrites à plusieurs demandent trop de temps."),
)  # fmt: skip
AGAINST = (
    "N2", "REX-06", "contradicts",
    "Trois groupes de discussion personnels ont circulé en parallèle, avec des informations contradictoires.",
    "La clause laisse chaque équipe adapter la règle : pendant la crue, trois règles ont couru à la fois.",
)  # fmt: skip
GUIDE = {
    "title": "Réunions utiles : le guide des territoires qui coopèrent",
    "address": "https://www.territoires-qui-cooperent.example/guides/reunions-utiles",
    "because": "Un modèle de relevé d'une page, que les équipes d'un autre territoire tiennent depuis deux ans.",
}


def ground(charter: Charter) -> None:
    """Say which words of the sample's entries are cited, and cite what speaks against a clause."""
    by = Member.objects.get(email=FACILITATOR)
    clauses = {clause.code: clause for clause in charter.clauses.all()}
    for code, entry, stance, passage, because in SAID_EXACTLY:
        citation = Citation.objects.standing().get(clause=clauses[code], feedback__code=entry, passage="")
        said = {"stance": stance, "passage": passage, "because": because, "reason": REASON}
        citing.correct(citation, by=by, seen=citation.row_version, **said)
    code, entry, stance, passage, because = AGAINST
    said = {"stance": stance, "passage": passage, "because": because, "seen": clauses[code].row_version}
    citing.cite(clauses[code], Feedback.objects.get(code=entry), by=by, **said)
    resources.add_resource(clauses["M5"], by=by, seen=clauses["M5"].row_version, **GUIDE)
