"""The words by which minutes are recognised: headings of many habits, labels, questions, people.

What is compared is ``plain(words)``: small letters, no accent, one space. A heading that no list knows is never
guessed: what it heads is shown as unplaced to whoever imports the minutes.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from string import whitespace

from feedback.workshops.models import Statement

Kind = Statement.Kind


class Part(Enum):
    """A part of minutes, as its heading says."""

    HEAD = "head"
    TITLE = "title"
    DAY = "day"
    SITE = "site"
    QUESTION = "question"
    SUMMARY = "summary"
    PROPOSAL = "proposal"
    PEOPLE = "people"
    DISCUSSED = "discussed"
    TO_EXPLORE = "to explore"
    OTHER = "other"


HEADINGS: dict[Part, str] = {
    Part.TITLE: "objet|sujet|titre|subject|title|theme|intitule|atelier|nom de l'atelier",
    Part.DAY: "date|jour|date de l'atelier|tenu le|le|day",
    Part.SITE: "lieu|site|salle|place|endroit",
    Part.QUESTION: (
        "question|question posee|questions posees|la question|la question posee|notre question|question de depart|"
        "question traitee|question de l'atelier|problematique|problematiques|la problematique|question centrale|"
        "sujet traite|question du jour|la question du jour|question asked|the question"
    ),
    Part.SUMMARY: (
        "synthese|la synthese|resume|le resume|en resume|en bref|l'essentiel|en synthese|a retenir|"
        "ce qu'il faut retenir|synthese de l'atelier|synthese des echanges|conclusion|conclusions|en quelques mots|"
        "restitution|summary|in short"
    ),
    Part.PROPOSAL: (
        "proposition|propositions|la proposition|notre proposition|proposition de l'atelier|ce que nous proposons|"
        "nous proposons|ce qui est propose|ce que propose l'atelier|les propositions|proposal"
    ),
    Part.PEOPLE: (
        "porteur|porteuse|porteurs|porteuses|porteur ou porteuse|porteur(se)|porteur/porteuse|participant|participante|"
        "participants|participantes|participants et participantes|participant(e)s|participants presents|presents|"
        "presentes|personnes presentes|etaient presents|presence|excuses|excusees|personnes excusees|absents|absentes|"
        "animateur|animatrice|animateurs|animation|animee par|anime par|rapporteur|rapporteuse|redacteur|redactrice|"
        "redige par|secretaire|secretariat|secretaire de seance|intervenants|intervenantes|facilitateur|facilitatrice|"
        "groupe|membres du groupe|liste des participants|contact|contacts|attendees|from|de|to|a|cc|copie|cci|bcc|"
        "expediteur|destinataire|destinataires|reply-to|envoye par"
    ),
    Part.DISCUSSED: (
        "elements importants de la discussion|elements de la discussion|elements importants|elements de discussion|"
        "discussion|discussions|la discussion|echanges|les echanges|ce qui s'est dit|ce qui s'est dit dans l'atelier|"
        "ce qui a ete dit|points discutes|points abordes|points saillants|points importants|debats|debat|"
        "contenu des echanges|principaux echanges|points cles|verbatim|releve des echanges|what was said|"
        "frein|freins|les freins|freins identifies|freins rencontres|levier|leviers|les leviers|leviers identifies|"
        "freins et leviers|obstacles|difficultes|difficultes rencontrees|points de blocage|points de vigilance|"
        "points forts|points faibles|atouts|besoins|attentes|hindrances|levers"
    ),
    Part.TO_EXPLORE: (
        "idees a creuser|a creuser|pistes a creuser|points a creuser|pistes|les pistes|pistes de travail|"
        "pistes de reflexion|pistes d'action|suites|les suites|suites a donner|suite|et apres|pour la suite|"
        "a approfondir|idees a approfondir|points a approfondir|a explorer|idees a explorer|prochaines etapes|"
        "perspectives|idees pour la suite|ideas to dig into|next steps"
    ),
}
KIND_HEADINGS: dict[Kind, str] = {
    Kind.FINDING: "constats|les constats|constat partage|constats partages|etat des lieux|findings",
    Kind.STAKE: "enjeux|les enjeux|stakes",
    Kind.QUESTION: "questions|les questions|questions ouvertes|questions en suspens|interrogations|questions soulevees",
    Kind.RESOURCE: "ressources|les ressources|ressources citees|ressources utiles|resources",
    Kind.IDEA: (
        "idees|les idees|idees proposees|idees emises|idees evoquees|suggestions|les suggestions|pistes evoquees|"
        "pistes d'amelioration|propositions concretes|propositions evoquees|propositions d'action|"
        "propositions d'actions|ideas"
    ),
}
# Followed by a list, in the middle of what was said: ideas, and not what the whole workshop proposes.
_PROPOSALS = frozenset(["propositions", "les propositions"])
_QUESTION_SAID = re.compile(
    r"(?:(?:la|les|notre|nos) )?questions? (?:qu'|que |qui )[a-z' -]{0,40}\bpos(?:e|es|ee|ees|ons|ait|ions)"
)
# "Prochaine réunion : …", "Prochain rendez-vous le …"
_NEXT_TIME = re.compile(
    r"(?:dates? (?:de la |du |des )?|la |le |les )?prochaine?s? "
    r"(?:reunions?|rendez-vous|rdv|seances?|ateliers?|rencontres?|sessions?|dates?)\b"
    r"(?P<rest> ?:.*| (?:le|lundi|mardi|mercredi|jeudi|vendredi|aura lieu|prevue?|fixee?|\d+)\b.*|$)"
)
_LABELS: dict[Kind, str] = {
    Kind.FINDING: "constats?|observations?|faits?|findings?",
    Kind.STAKE: "enjeux?|stakes?",
    Kind.QUESTION: "questions?|interrogations?",
    Kind.RESOURCE: "ressources?|references?|resources?|a lire|a voir",
    Kind.IDEA: "idees?|pistes?|suggestions?|propositions?|ideas?",
}
# "constat : …", "[Constat] …", "**Constat** : …", "CONSTAT n° 2 - …": the label is said by the kind.
# "enjeu de portage" keeps its words.
_LABELLED = {
    kind: re.compile(rf"[\[(*_]*(?:{words})(?: n°? ?\d+| \d+)?[*_]*(?: ?[:\])]+[*_]*| [-–—](?= ))\s*", re.IGNORECASE)
    for kind, words in _LABELS.items()
}
_STAKE_OF = re.compile(r"enjeux? (?:de|du|des|d'|autour|lie|majeur|important)", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:et |mais |alors )?(?:comment|pourquoi|quel(?:le)?s?|qui|que|quoi|ou|quand|combien|est-ce|n'est-ce|qu'est-ce|"
    r"faut-il|ne faut-il|faudrait-il|peut-on|doit-on|a-t-on|y a-t-il|avec qui|a qui|jusqu'ou|how|why|what|who)\b"
)
_NO_VERBS = frozenset([
    "atelier", "ateliers", "chantier", "dossier", "metier", "papier", "calendrier", "courrier", "premier",
    "dernier", "hiver", "avenir", "loisir", "plaisir", "pouvoir", "devoir", "savoir", "maire", "membre",
    "ordre", "cadre", "titre", "lettre", "rencontre", "centre", "autre", "notre", "votre", "offre", "chiffre",
    "registre", "semestre", "trimestre", "manager", "leader", "quartier", "cahier", "fichier", "panier",
    "besoin", "cher", "divers", "territoire", "memoire", "histoire", "salaire", "partenaire", "affaire",
    "inventaire", "questionnaire", "exemplaire", "formulaire", "budgetaire", "nombre", "entre", "contre",
])  # fmt: skip
_CLITICS = frozenset([
    "le", "la", "les", "l'", "se", "s'", "y", "en", "ne", "pas", "lui", "leur", "co",
])  # fmt: skip


# Headings and labels are short; some characters are eighteen letters once taken apart.
LONGEST_COMPARED = 200


def plain(words: str) -> str:
    """What headings and labels are compared by: how a line begins, and the whole of a short one."""
    return unaccented(words.lstrip()[:LONGEST_COMPARED], most=2 * LONGEST_COMPARED)


def unaccented(words: str, *, most: int | None = None) -> str:
    """Small letters without accents, one space between words; ``most`` letters and accents are looked at."""
    letters = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "OE"))[:most]
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.lower().replace("\u2019", "'").split())


@cache
def _headings() -> dict[str, tuple[Part, Kind | None]]:
    table: dict[str, tuple[Part, Kind | None]] = {
        name: (part, None) for part, names in HEADINGS.items() for name in names.split("|")
    }
    for kind, names in KIND_HEADINGS.items():
        table |= dict.fromkeys(names.split("|"), (Part.DISCUSSED, kind))
    return table


# Read as a heading only when something follows on their line: "Le : 12 mars", "De : …", "A : …".
_ONLY_BEFORE_WORDS = frozenset([
    "le", "de", "a", "to", "from", "cc", "cci", "bcc", "copie", "atelier", "theme", "date", "jour", "groupe",
])  # fmt: skip
_NUMBER = re.compile(r"^(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+(?=\S)", re.IGNORECASE)


def heading(line: str) -> tuple[Part, Kind | None, str] | None:
    """The part that the line opens, the kind it says, and the words that follow it on the line; or None."""
    words = _undecorated(line)
    for candidate in (words, _NUMBER.sub("", words)):
        name = plain(candidate).rstrip(" :.?")
        if name in _headings() and name not in _ONLY_BEFORE_WORDS:
            return *_headings()[name], ""
        head, colon, rest = candidate.partition(":")
        name, rest = plain(_undecorated(head)), re.sub(r"^[*_]+", "", rest.strip()).strip()
        if _QUESTION_SAID.fullmatch(name) and (colon or not words.endswith("?")):
            return Part.QUESTION, None, rest
        if colon and rest and name in _headings():
            part, kind = _headings()[name]
            if kind is None:
                return part, None, rest
    return None


def lists_ideas(line: str) -> bool:
    """Whether the line is a heading such as "Propositions": what it means depends on where it stands."""
    return plain(_undecorated(line)).partition(":")[0].strip() in _PROPOSALS


def next_time(line: str) -> str | None:
    """What a line says of the next meeting, which is nothing that was said in this one; None for other lines."""
    found = _NEXT_TIME.fullmatch(plain(line))
    return found["rest"].strip(" :") if found else None


def _undecorated(line: str) -> str:
    """Without the signs of Markdown around it. Read once: an expression would look for the end from each sign."""
    return line.lstrip(f"#*_=>{whitespace}").rstrip(f"#*_={whitespace}")


def label(said: str) -> tuple[Kind, str] | None:
    """The kind that a statement says of itself, and its words without that label."""
    bare = _without_accents(said[:LONGEST_COMPARED])
    for kind, pattern in _LABELLED.items():
        found = pattern.match(bare)
        if found and said[found.end() :].strip():
            return kind, said[found.end() :].strip()
    return (Kind.STAKE, said) if _STAKE_OF.match(bare) else None


def _without_accents(said: str) -> str:
    """One character for one, so that a place in it is a place in what was said."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in said)


def asks(said: str) -> bool:
    """Whether it is a question: its last words are, or its first ones and a question mark somewhere."""
    return "?" in said and bool(said.rstrip(" )\"'»").endswith("?") or _ASKS.match(plain(said)) or said.count("?") > 1)


def first_form(said: str) -> str:
    """How a statement begins, which entries of one list share: by a verb ("formaliser"), an article, or otherwise."""
    words = re.findall(r"[a-z]+'?", plain(said))
    for place, word in enumerate(words[:3]):
        if re.fullmatch(r"[a-z]{2,}(?:er|ir|uire|dre|tre|vre|ire)", word) and word not in _NO_VERBS:
            return "verb"
        if word not in _CLITICS or place == 2:
            break
    return "article" if words and words[0] in ("le", "la", "les", "l'", "un", "une", "des") else "other"
