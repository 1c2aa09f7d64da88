"""What the people of the demonstration are debating: rival wordings, comments on a passage, a consent round.

One clause already changed twice, so that one can see where each of its words comes from. All of it goes through the
rules, in the hands of the demonstration accounts.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from charters.consent import opening, positions, steps
from charters.deliberation import answering, proposing
from charters.models import Charter, Clause, Position, Proposal
from charters.text import anchoring
from feedback.models import Comment
from governance.models import Member, SignsAs

COLLECTOR, WRITER = "agente.collecte@aubrelle.example", "redacteur@aubrelle.example"
LEADER, FACILITATOR = "cheffe.projet@aubrelle.example", "facilitatrice@aubrelle.example"
HR = "rh@aubrelle.example"

# On each clause: who asks, how they sign, the title, the motive, and which words they would replace.
RIVALS = (
    (
        LEADER,
        SignsAs.NAME,
        "Laisser le temps de lire",
        "Trois jours ne suffisent pas quand on travaille en cycle : on découvre l'ordre du jour en séance.",
        (("transmis trois jours ouvrés avant", "transmis cinq jours ouvrés avant"),),
    ),
    (
        WRITER,
        SignsAs.FUNCTION,
        "Un ordre du jour plus court, plus tôt",
        "Un ordre du jour de dix lignes est lu. Un dossier de trente pages ne l'est pas.",
        (
            ("un ordre du jour transmis trois jours ouvrés avant", "un ordre du jour de dix lignes transmis la veille"),
            ("deux jours ouvrés. À défaut", "deux jours ouvrés et affiché dans les dépôts. À défaut"),
        ),
    ),
)

REMARKS = (
    (
        WRITER,
        SignsAs.FUNCTION,
        Comment.Kind.EXAMPLE,
        "trois jours ouvrés",
        "Mon service travaille à temps partagé : le mardi, la moitié n'a pas vu le message du vendredi.",
    ),
    (
        COLLECTOR,
        SignsAs.ANONYMOUS,
        Comment.Kind.QUESTION,
        "deux jours ouvrés",
        "Et quand la réunion tombe un vendredi ?",
    ),
)


# A clause that changed twice: what was asked, what was taken up, and what still waits for its author.
ANSWER_WITHIN = (
    LEADER,
    SignsAs.NAME,
    "Répondre sous un mois",
    "Sur le schéma cyclable, les habitants ont attendu sept mois. Un délai écrit nous aurait obligés à répondre.",
    (("reçoivent un retour sur", "reçoivent sous un mois un retour écrit sur"),),
)
MAY_DECLINE = (
    WRITER,
    SignsAs.ANONYMOUS,
    "Pouvoir décliner une invitation qui ne dit rien",
    "On vient par obligation, sans savoir si la décision est déjà prise.",
    (("suites données.", "suites données. Une invitation qui ne le dit pas peut être refusée."),),
)
POSTED = (
    COLLECTOR,
    SignsAs.FUNCTION,
    "Afficher la réponse au dépôt",
    "Le courriel arrive à l'encadrant, et il s'arrête là.",
    (("un retour sur les suites données", "une réponse affichée au dépôt sur les suites données"),),
)
DECLINED_POLITELY = "Une invitation qui ne le dit pas peut être déclinée, sans avoir à se justifier."
EARLY_REMARKS = (
    (
        WRITER,
        SignsAs.FUNCTION,
        Comment.Kind.EXAMPLE,
        "ce qui est déjà décidé",
        "En mars, la réunion dite de concertation s'est ouverte sur le plan définitif.",
    ),
    (
        COLLECTOR,
        SignsAs.ANONYMOUS,
        Comment.Kind.QUESTION,
        "un retour sur les suites données",
        "Un retour affiché dans la salle de prise de service, ou un courriel que personne ne lit ?",
    ),
)

# A consent round: on what, and what each person holds.
IN_TEN_DAYS = (
    WRITER,
    SignsAs.NAME,
    "Donner un délai pour dire un désaccord",
    "Un désaccord dit après l'été n'a plus d'effet : la commande est passée.",
    (("dans un délai qui permet encore d'agir", "dans les dix jours, quand il est encore temps d'agir"),),
)
QUESTION = "Ce délai de dix jours ferait-il du tort à quelqu'un ?"
POSITIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (LEADER, SignsAs.NAME, {"kind": Position.Kind.CONSENT}),
    (
        HR,
        SignsAs.NAME,
        {
            "kind": Position.Kind.CONCERN,
            "words": "Dix jours comptés à partir de quand ? À regarder de nouveau après quelques mois d'usage.",
        },
    ),
    (
        COLLECTOR,
        SignsAs.FUNCTION,
        {
            "kind": Position.Kind.OBJECTION,
            "harm": "En tournée, dix jours passent parfois sans voir son encadrant : on perdrait le droit de parler.",
            "scope": "Toutes les équipes en cycle, dès l'entrée en vigueur.",
        },
    ),
)

Asked = tuple[str, str, str, str, tuple[tuple[str, str], ...]]
People = dict[str | None, Member]


def debate(charter: Charter) -> None:
    """Let the people of the demonstration speak, once the first version is in force."""
    people: People = {member.email: member for member in Member.objects.filter(is_demonstration=True)}
    rivals = _clause(charter, "M5")
    for asked in RIVALS:
        proposal = propose(rivals, asked, people)
        proposing.support(proposal, by=people[HR], seen=proposal.substance)
    comment_on_passages(rivals, REMARKS, people)
    change_twice(charter, people)
    open_round(charter, people)


def propose(clause: Clause, asked: Asked, people: People) -> Proposal:
    """Ask for other words, on the text as it is."""
    email, signature, title, motive, changes = asked
    text = clause.text
    for old, new in changes:
        text = text.replace(old, new)
    return proposing.propose(
        clause.charter,
        by=people[email],
        kind=Proposal.Kind.WORDING,
        signature=signature,
        title=title,
        motive=motive,
        clause=clause,
        base_revision=clause.revision,
        proposed_text=text,
    )


def comment_on_passages(clause: Clause, remarks: tuple, people: People) -> None:
    """Remarks on a few words of the clause."""
    for email, signature, kind, words, text in remarks:
        start = clause.text.index(words)
        anchoring.comment_on_passage(
            clause,
            by=people[email],
            read_text=clause.text,
            revision=clause.revision,
            start=start,
            end=start + len(words),
            kind=kind,
            text=text,
            signature=signature,
        )


def change_twice(charter: Charter, people: People) -> None:
    """Two proposals come in; a third, on words that changed meanwhile, waits for its author to confirm it."""
    clause, facilitator = _clause(charter, "M2"), people[FACILITATOR]
    comment_on_passages(clause, EARLY_REMARKS, people)
    first, _waiting = propose(clause, ANSWER_WITHIN, people), propose(clause, POSTED, people)
    answering.take_up(
        first, by=facilitator, seen=clause.row_version,
        answer="Un délai que chacun peut compter. Le retour est écrit, pour que ceux qui étaient absents le lisent.",
    )  # fmt: skip
    clause = _clause(charter, "M2")
    second = propose(clause, MAY_DECLINE, people)
    answering.take_up(
        second, by=facilitator, seen=clause.row_version, in_part=True,
        words={"title": clause.title, "text": f"{clause.text} {DECLINED_POLITELY}"},
        answer="Le principe est retenu. « Déclinée » plutôt que « refusée » : on ne refuse pas les personnes.",
    )  # fmt: skip


def open_round(charter: Charter, people: People) -> None:
    """A consent round in which people take positions; an objection waits to be examined."""
    facilitator, today = people[FACILITATOR], timezone.localdate()
    proposal = propose(_clause(charter, "V6"), IN_TEN_DAYS, people)
    until = today + datetime.timedelta(days=3)
    round = opening.open_round(proposal, by=facilitator, until=until, seen=proposal.wording, question=QUESTION)
    for seen in (1, 2, 3):
        steps.change_step(
            round, by=facilitator, move="next", until=today + datetime.timedelta(days=7 * seen), seen=seen
        )
    for email, signature, held in POSITIONS:
        positions.take_position(round, by=people[email], signature=signature, seen=proposal.wording, **held)


def _clause(charter: Charter, code: str) -> Clause:
    return Clause.objects.select_related("charter").get(charter=charter, code=code)
