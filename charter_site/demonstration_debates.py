"""What the people of the demonstration are debating: rival wordings, comments on a passage, a consent round.

All of it goes through the rules, in the hands of the demonstration accounts.
"""

from __future__ import annotations

from charters.deliberation import proposing
from charters.models import Charter, Clause, Proposal
from charters.text import anchoring
from feedback.models import Comment
from governance.models import Member, SignsAs

RIVALS = (
    (
        "cheffe.projet@aubrelle.example",
        SignsAs.NAME,
        "Laisser le temps de lire",
        "Trois jours ne suffisent pas quand on travaille en cycle : on découvre l'ordre du jour en séance.",
        (("transmis trois jours ouvrés avant", "transmis cinq jours ouvrés avant"),),
    ),
    (
        "redacteur@aubrelle.example",
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
        "redacteur@aubrelle.example",
        SignsAs.FUNCTION,
        Comment.Kind.EXAMPLE,
        "trois jours ouvrés",
        "Mon service travaille à temps partagé : le mardi, la moitié n'a pas vu le message du vendredi.",
    ),
    (
        "agente.collecte@aubrelle.example",
        SignsAs.ANONYMOUS,
        Comment.Kind.QUESTION,
        "deux jours ouvrés",
        "Et quand la réunion tombe un vendredi ?",
    ),
)


def debate(charter: Charter) -> None:
    """Let the people of the demonstration speak, once the first version is in force."""
    people = {member.email: member for member in Member.objects.filter(is_demonstration=True)}
    clause = Clause.objects.get(charter=charter, code="M5")
    propose_rivals(clause, people)
    comment_on_passages(clause, people)


def propose_rivals(clause: Clause, people: dict[str | None, Member]) -> None:
    """Two other wordings of a clause that already has one."""
    for email, signature, title, motive, changes in RIVALS:
        text = clause.text
        for old, new in changes:
            text = text.replace(old, new)
        proposal = proposing.propose(
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
        proposing.support(proposal, by=people["rh@aubrelle.example"])


def comment_on_passages(clause: Clause, people: dict[str | None, Member]) -> None:
    """Remarks on a few words of the clause."""
    for email, signature, kind, words, text in REMARKS:
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
