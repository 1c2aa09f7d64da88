"""Two projects of the demonstration that use the charter: one is blocked until management decides, one is closed.

Both began before the organisation had this application: their days are told. All of it goes through the rules.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from charters.models import Charter, ClauseUse
from charters.projects import asking, closing, opening, using
from feedback.models import Project
from governance.models import Committee, Department, Member

LEADER, FACILITATOR = "cheffe.projet@aubrelle.example", "facilitatrice@aubrelle.example"
EXECUTIVE = "direction.generale@aubrelle.example"
TOLD = "Collecte séparée des biodéchets"

FAMILIES: dict[str, Any] = {
    "name": "Espace en ligne des familles",
    "leader_function": "Cheffe de projet",
    "brief": (
        "Une famille fait toutes ses démarches au même endroit : cantine, crèche, transport scolaire, bibliothèque.\n\n"
        "- Ce que le projet laisse de côté : les aides sociales et l'état civil."
    ),
    "mission_letter": "",
    "governance": "L'équipe projet choisit les écrans et le calendrier. Le comité de pilotage décide du budget.",
    "participation": {
        "consulter": ["Familles de deux écoles volontaires"],
        "concerter": ["Chargées d'accueil des mairies", "Communes"],
        "co_construire": ["Agentes des restaurants scolaires", "Bibliothèques"],
    },
    "time_freed": "Une demi-journée par semaine pour chaque direction ; le bulletin mensuel s'arrête d'ici là.",
    "sponsor_function": "",
}
ANSWERED = (
    "Les agentes de restauration peuvent-elles venir aux essais sur leur temps de travail ?",
    "Les essais commencent dans deux semaines, et trois restaurants n'ont personne pour remplacer.",
    "",
    "Oui. Le remplacement est payé sur le budget du projet jusqu'à la fin des essais, parce que l'espace ne servira à "
    "rien si celles qui l'emploieront chaque jour ne l'ont pas essayé.",
)
WAITING = (
    "Quelle direction répond aux familles quand une démarche se perd entre deux services ?",
    "L'accueil téléphonique ne peut pas être organisé. Trois directions se renvoient la question depuis le printemps.",
    "- La communication, avec deux postes déplacés.\n- L'éducation, qui connaît les familles, sans l'accueil du soir.\n"
    "- Chacune la sienne, avec un numéro commun.",
)
# What was said so far, in the project that is under way.
SO_FAR = {
    "M1": ("applied", "Deux pages écrites avec cinq directions, relues par les chargées d'accueil."),
    "M4": ("applied", "Trois visites dans les restaurants avant de choisir la borne."),
    "G1": ("not_applicable", "Personne n'est encore désigné à la direction générale : nous l'avons demandé."),
}

WASTE: dict[str, Any] = {
    "name": TOLD,
    "leader_function": "Chef de projet",
    "brief": "Collecter à part les restes de repas des écoles et des quartiers d'immeubles, avant l'échéance légale.",
    "mission_letter": "Conduire l'essai sur deux quartiers, en rendre compte, et proposer la suite. Choisit les bacs.",
    "governance": "Une équipe projet de huit personnes. Le comité de pilotage se réunit à chaque étape, pas plus.",
    "participation": {
        "informer": ["Habitants des autres quartiers"],
        "consulter": ["Habitants des deux quartiers de l'essai"],
        "co_construire": ["Agents de collecte", "Agentes de restauration"],
    },
    "time_freed": "Deux agents de collecte remplacés une journée par semaine pendant l'essai.",
    "sponsor_function": "Directrice générale des services",
}
WHAT_BECAME = {
    "V1": ("applied", "Les tournées ont changé d'horaire pour les écoles, et la gêne a été dite en comité."),
    "V2": ("applied", "Le tour de parole commençait par ceux qui collectent."),
    "V3": ("adapted", "Le calendrier est parti trop tard à la communication : nous l'envoyons maintenant à date fixe."),
    "V4": ("applied", "Deux agents de collecte et une agente de restauration étaient de l'équipe projet."),
    "V5": ("applied", "Le premier modèle de bac a été abandonné sans que personne n'ait à s'en justifier."),
    "V6": ("not_applicable", "Aucun désaccord n'a dépassé l'équipe projet."),
    "V7": ("applied", "Le directeur a fait une tournée, et l'a racontée à ses pairs."),
    "M1": ("applied", "La note de cadrage tenait en deux pages, avec les rôles et le temps prévu."),
    "M2": ("adapted", "Dit à l'oral aux agents, par écrit aux habitants : les cartons ne disaient pas le degré."),
    "M3": ("adapted", "Le remplacement n'est venu qu'au troisième mois : avant, les réunions allongeaient la journée."),
    "M4": ("applied", "Ceux qui collectent ont fait déplacer onze bacs avant la pose."),
    "M5": ("adapted", "Points de quinze minutes au dépôt, relevé affiché au tableau plutôt qu'envoyé."),
    "M6": ("applied", "Le café de la prise de service a servi de salle de réunion."),
    "M7": ("applied", "Le retour d'expérience est publié."),
    "R1": ("not_applicable", "Aucune fiche de poste n'a changé pendant le projet."),
    "R2": ("applied", "Une lettre pour qui conduisait, une autre pour les deux agents détachés."),
    "R3": ("not_applicable", "Les entretiens de l'année étaient passés."),
    "R4": ("not_applicable", "Les objectifs de l'année étaient fixés avant le projet."),
    "R5": ("adapted", "Une matinée au dépôt sur la conduite de réunion, au lieu du stage en salle."),
    "R6": ("applied", "Chaque nouvel arrivant de la collecte a passé une matinée en cuisine."),
    "R7": ("applied", "Le bilan ne porte que sur le travail et sur les moyens donnés."),
    "G1": ("applied", "La question du lavage des bacs a été réglée en une semaine."),
    "G2": ("applied", "Une page pour l'équipe projet, une pour le comité."),
    "G3": ("applied", "Deux instances, huit et dix personnes."),
    "G4": ("adapted", "Inscrites au registre par paquets, une fois par mois : cinq jours étaient trop courts."),
    "G5": ("not_applicable", "Personne n'a eu à demander d'arbitrage."),
    "G6": ("applied", "Un seul interlocuteur pour les bailleurs, connu de tous."),
    "G7": ("not_applicable", "Rien à proposer avant la fin du projet ; deux propositions sont venues depuis."),
    "N1": ("applied", "Rien d'autre que les outils de la liste."),
    "N2": ("adapted", "Le téléphone et le tableau du dépôt : la messagerie ne va pas jusqu'aux camions."),
    "N3": ("applied", "Un espace pour tout, imprimé chaque vendredi au dépôt."),
    "N4": ("applied", "Cartes en papier à la prise de service, saisies dans la semaine."),
    "N5": ("applied", "Aucun message le soir ; les tournées de nuit lisaient le tableau."),
    "N6": ("applied", "Affiches lisibles de loin, sans code à photographier."),
    "N7": ("not_applicable", "Le réseau n'existait pas encore."),
}


def use(charter: Charter) -> None:
    """Open both, ask, answer, and close the one whose entry tells what it taught."""
    people = {member.email: member for member in Member.objects.filter(is_demonstration=True)}
    today = timezone.localdate()
    block(people[LEADER], people[EXECUTIVE], today)
    close(people[FACILITATOR])


def block(leader: Member, executive: Member, today: datetime.date) -> None:
    """A project whose first question was answered, and whose second one is late."""
    setup = FAMILIES | {"department": leader.department, "committee": None}
    project = opening.open_project(by=leader, setup=setup, since=today - datetime.timedelta(days=75))
    question, blocked, choices, decision = ANSWERED
    asked = asking.ask(
        project,
        by=leader,
        question=question,
        blocked=blocked,
        choices=choices,
        asked_on=today - datetime.timedelta(days=12),
    )
    asking.answer_request(asked, by=executive, answer=decision, seen=asked.row_version)
    question, blocked, choices = WAITING
    asking.ask(
        project,
        by=leader,
        question=question,
        blocked=blocked,
        choices=choices,
        asked_on=today - datetime.timedelta(days=19),
    )
    say(project, SO_FAR, by=leader)


def close(facilitator: Member) -> None:
    """A project that was told before it was opened here, with what it made of each clause."""
    told = Project.objects.get(name=TOLD)
    setup = WASTE | {
        "department": Department.objects.get(code="DPVD"),
        "committee": Committee.objects.get(code="INST-07"),
    }
    project = opening.open_project(by=facilitator, setup=setup, told=told, since=datetime.date(2023, 2, 1))
    say(project, WHAT_BECAME, by=facilitator)
    closing.close_project(project, by=facilitator, seen=project.row_version)


def say(project: Project, words: dict[str, tuple[str, str]], *, by: Member) -> None:
    uses = ClauseUse.objects.filter(project=project).select_related("clause")
    said = [using.Said(one.pk, one.row_version, *words[one.clause.code]) for one in uses if one.clause.code in words]
    using.say_of_clauses(project, said, by=by)
