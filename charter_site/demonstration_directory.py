"""The tools of the demonstration, told so that one can choose: situations, who can, how to begin, the next training.

The sample says what each is. Three that need no computer are added. All of it goes through the rules.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from governance.directory import keeping
from governance.models import Member, Tool

FACILITATOR = "facilitatrice@aubrelle.example"
REASON = "Recensement fait avec le réseau des facilitateurs et les relais de proximité."
ANYONE, PHONE, COMPUTER = Tool.Reach.ANYONE, Tool.Reach.PHONE, Tool.Reach.COMPUTER
# In how many days the next training is: one is past, and no longer shown.
TRAININGS = {
    "T03": (21, "Siège, salle de formation, de 9 h à 10 h 30. Inscription auprès de l'assistance, DSIN."),
    "T05": (-30, "À distance, une heure. Inscription auprès de l'assistance, DSIN."),
    "T06": (35, "Dépôt nord, sur le temps de travail. Inscription auprès de la responsable formation, DRH."),
    "T11": (48, "Médiathèque centrale, une demi-journée. Inscription auprès du réseau des facilitateurs."),
    "T13": (14, "Siège, deux heures, par équipe. Inscription auprès du réseau des facilitateurs."),
}
TOLD: dict[str, dict[str, Any]] = {
    "T01": {
        "situations": ["prevenir", "demander", "exterieur"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Dites dans l'objet ce que vous attendez : pour avis, pour action, pour information.",
            "Écrivez la demande et la date dans les deux premières lignes.",
            "Mettez en destinataire qui doit agir, en copie qui doit savoir, et personne d'autre.",
            "Placez un lien vers le document plutôt qu'une pièce jointe.",
            "Sans réponse au bout de trois jours, téléphonez.",
        ],
    },
    "T02": {
        "situations": ["prevenir", "demander", "converser"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Rejoignez le salon de votre équipe ; demandez-le à l'assistance s'il n'existe pas.",
            "Convenez en équipe des heures où l'on répond, et de celles où l'on ne répond pas.",
            "Posez une question à la fois, et répondez sous la question.",
            "Ouvrez un salon pour parler d'autre chose que du travail : il remplace le couloir à distance.",
            "Recopiez au registre ce qui devient une décision.",
        ],
    },
    "T03": {
        "situations": ["se_reunir", "converser", "exterieur"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Envoyez le lien, l'ordre du jour et le numéro à appeler par téléphone deux jours avant.",
            "Ouvrez la salle dix minutes plus tôt : on y essaie son micro, et on s'y parle librement.",
            "Activez les sous-titres et désignez qui veille aux personnes à distance.",
            "Donnez la parole à tour de rôle, en commençant par celles et ceux qui sont loin.",
            "Terminez cinq minutes avant l'heure par qui fait quoi.",
        ],
    },
    "T04": {
        "situations": ["retrouver", "transmettre"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Demandez à la référente documentation l'espace de votre service ou de votre projet.",
            "Reprenez le plan de classement commun, sans ajouter plus de deux niveaux.",
            "Nommez chaque fichier par sa date, son objet et sa version.",
            "Ouvrez l'accès à l'équipe, et à elle seule si le dossier parle de personnes.",
        ],
    },
    "T05": {
        "situations": ["ecrire"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Ouvrez le document depuis l'espace partagé, et partagez son lien.",
            "Dites qui conclut, et jusqu'à quand on commente.",
            "Proposez en commentaire plutôt que de corriger sans le dire.",
            "Figez une version avant de la soumettre.",
        ],
    },
    "T06": {
        "situations": ["suivre"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Tracez trois colonnes : à faire, en cours, fait.",
            "Écrivez une carte par action, avec une fonction responsable et une date.",
            "Tenez dix minutes chaque semaine, debout, devant le tableau.",
            "Imprimez-le et affichez-le là où l'équipe prend son service.",
        ],
    },
    "T07": {
        "situations": ["recueillir"],
        "works_remotely": True,
        "reach": PHONE,
        "first_steps": [
            "Écrivez en une phrase ce que vous ferez des réponses.",
            "Posez dix questions au plus, et faites-les essayer par deux personnes.",
            "Affichez le lien et son code à scanner ; laissez des exemplaires en papier au même endroit.",
            "Rendez compte sous un mois, d'abord à qui a répondu.",
        ],
    },
    "T08": {
        "situations": ["imaginer", "se_reunir"],
        "works_remotely": True,
        "reach": COMPUTER,
        "first_steps": [
            "Préparez le tableau à l'avance : une question, trois zones.",
            "Prenez cinq minutes pour que chacun y pose son prénom.",
            "Laissez écrire en silence, puis lisez à voix haute.",
            "Exportez le texte et joignez-le au relevé.",
        ],
    },
    "T09": {
        "situations": ["recueillir", "imaginer"],
        "works_remotely": True,
        "reach": ANYONE,
        "first_steps": [
            "Prenez une carte près de la boîte, ou demandez-la au relais de proximité.",
            "Écrivez une seule idée ; le relais peut écrire sous votre dictée.",
            "Laissez votre nom, ou non.",
            "Détachez le code : il permet de suivre ce que devient votre carte.",
            "Glissez la carte dans la boîte, relevée chaque semaine.",
        ],
    },
    "T10": {
        "situations": ["recueillir", "retrouver"],
        "works_remotely": False,
        "reach": ANYONE,
        "first_steps": [
            "Touchez l'écran : aucun compte n'est demandé pour lire la charte.",
            "Touchez le haut-parleur pour entendre le texte.",
            "Choisissez une proposition, et dites si vous la soutenez.",
            "Partez : la session se ferme seule après deux minutes.",
        ],
    },
    "T11": {
        "situations": ["imaginer", "recueillir"],
        "works_remotely": False,
        "reach": ANYONE,
        "first_steps": [
            "Choisissez trois questions, et un hôte pour chacune.",
            "Mêlez les métiers et les catégories à chaque table.",
            "Comptez vingt minutes par tour ; l'hôte reste et raconte ce qui s'est dit.",
            "Faites restituer à deux voix, de catégories différentes.",
        ],
    },
    "T12": {
        "situations": ["transmettre"],
        "works_remotely": True,
        "reach": PHONE,
        "first_steps": [
            "Réunissez six à huit pairs qui n'ont aucun lien hiérarchique entre eux.",
            "L'un expose une situation réelle pendant dix minutes.",
            "Les autres questionnent, puis proposent, sans juger.",
            "L'intéressé dit ce qu'il retient, et le premier pas qu'il fera.",
        ],
    },
    "T13": {
        "situations": ["trancher"],
        "works_remotely": True,
        "reach": ANYONE,
        "first_steps": [
            "Lisez la proposition, écrite en quelques lignes.",
            "Répondez d'abord aux questions, sans débattre.",
            "Faites un tour d'avis, puis un tour d'objections argumentées.",
            "Améliorez la proposition jusqu'à lever les objections.",
            "Notez la date à laquelle on la reverra.",
        ],
    },
    "T14": {
        "situations": ["transmettre", "trancher"],
        "works_remotely": True,
        "reach": ANYONE,
        "first_steps": [
            "Réservez une heure, dans la semaine qui suit l'étape ou l'incident.",
            "Posez trois questions : que garder, que changer, qu'essayer ?",
            "Laissez chacun écrire avant de parler, ou parler si l'on préfère.",
            "Choisissez deux actions au plus, avec une fonction responsable.",
        ],
    },
}
ADDED: list[dict[str, Any]] = [
    {
        "name": "Pause ouverte, sur place ou par téléphone",
        "kind": Tool.Kind.METHOD,
        "family": Tool.Family.EXCHANGE,
        "use_when": "Se parler sans ordre du jour, entre équipes et entre sites ; garder le lien avec qui est loin.",
        "avoid_when": "Décider, transmettre une consigne, parler d'une personne absente.",
        "usage_rules": [
            "Un quart d'heure, à heure fixe, sur le temps de travail.",
            "Personne n'est obligé de venir, ni de parler.",
            "Aucun relevé : ce qui mérite une suite est porté ailleurs par qui l'a dit.",
        ],
        "accessibility_note": "Un numéro suffit pour qui est loin. L'heure convient aussi aux équipes de terrain.",
        "data_note": "Rien n'est noté ni enregistré.",
        "support_contact_function": "Réseau des facilitateurs",
        "situations": ["converser"],
        "works_remotely": True,
        "reach": PHONE,
        "first_steps": [
            "Choisissez deux équipes qui se croisent peu, et un quart d'heure qui convient aux deux.",
            "Affichez le lieu et le numéro à appeler dans les salles de prise de service.",
            "Ouvrez le téléphone au milieu de la table, et saluez d'abord qui est loin.",
            "Laissez venir la conversation ; partez à l'heure.",
        ],
    },
    {
        "name": "Café de deux équipes",
        "kind": Tool.Kind.METHOD,
        "family": Tool.Family.EXCHANGE,
        "use_when": "Se parler sans ordre du jour, au même endroit ; faire connaissance avec l'équipe d'à côté.",
        "avoid_when": "Décider, transmettre une consigne, régler un désaccord.",
        "usage_rules": [
            "Un quart d'heure par semaine, sur le temps de travail.",
            "Personne n'est obligé de venir, ni de parler.",
        ],
        "accessibility_note": "Un lieu de plain-pied, et de quoi s'asseoir.",
        "data_note": "Rien n'est noté ni enregistré.",
        "support_contact_function": "Relais de proximité du site",
        "situations": ["converser"],
        "works_remotely": False,
        "reach": ANYONE,
        "first_steps": [
            "Choisissez une équipe que la vôtre croise sans la connaître.",
            "Convenez d'une heure qui ne gêne aucune des deux, et affichez-la.",
            "Apportez le café, et laissez venir la conversation.",
        ],
    },
    {
        "name": "Point debout à la prise de service",
        "kind": Tool.Kind.METHOD,
        "family": Tool.Family.EXCHANGE,
        "use_when": "Prévenir le jour même une équipe de terrain, entendre ses questions et les porter plus loin.",
        "avoid_when": "Sujet long, désaccord, équipe dont une partie prend son service ailleurs.",
        "usage_rules": [
            "Dix minutes, au même endroit, avant le départ.",
            "Une nouvelle, une question, une réponse à la question de la veille.",
            "La question sans réponse est écrite au panneau, avec la fonction qui répondra.",
        ],
        "accessibility_note": "Tout est dit à voix haute et affiché en grands caractères.",
        "data_note": "Le panneau ne porte aucun nom.",
        "support_contact_function": "Relais de proximité du site",
        "situations": ["prevenir", "demander", "suivre", "se_reunir"],
        "works_remotely": False,
        "reach": ANYONE,
        "first_steps": [
            "Choisissez avec l'équipe l'heure et l'endroit.",
            "Dites la nouvelle en deux phrases, puis demandez ce qui n'est pas clair.",
            "Écrivez au panneau la question qui reste.",
            "Commencez le lendemain par la réponse.",
        ],
    },
    {
        "name": "Conférence téléphonique",
        "kind": Tool.Kind.PHYSICAL,
        "family": Tool.Family.EXCHANGE,
        "use_when": "Se réunir à distance quand quelqu'un n'a que son téléphone ; joindre une équipe sur un chantier.",
        "avoid_when": "Document à regarder ensemble, plus de huit personnes.",
        "usage_rules": [
            "Une demi-heure au plus.",
            "Chacun dit qui il est avant de parler.",
            "Un relevé de cinq lignes est envoyé, et lu à qui ne le reçoit pas.",
        ],
        "accessibility_note": "Tout téléphone convient ; prévoir un relevé écrit pour qui entend mal.",
        "data_note": "Aucun enregistrement.",
        "support_contact_function": "Assistance, DSIN",
        "situations": ["se_reunir", "demander", "exterieur"],
        "works_remotely": True,
        "reach": PHONE,
        "first_steps": [
            "Demandez un numéro de conférence à l'assistance.",
            "Donnez le numéro et l'heure par message, ou de vive voix.",
            "Faites un tour : chacun dit sa fonction et s'il entend bien.",
            "Terminez par qui fait quoi, et pour quand.",
        ],
    },
]


def tell() -> None:
    """Say of each tool of the sample for what, for whom and how; add those that need no computer."""
    by, today = Member.objects.get(email=FACILITATOR), timezone.localdate()
    for tool in Tool.objects.filter(code__in=TOLD):
        said = dict(TOLD[tool.code])
        if tool.code in TRAININGS:
            days, where = TRAININGS[tool.code]
            said |= {"next_training_on": today + datetime.timedelta(days=days), "next_training": where}
        keeping.describe_tool(tool, by=by, seen=tool.row_version, reason=REASON, **said)
    for told in ADDED:
        keeping.add_tool(by=by, **told)
