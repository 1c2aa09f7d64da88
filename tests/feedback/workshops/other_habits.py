# ruff: noqa: E501 -- words as they were said are easier to check in one piece
"""The same workshop as told in ``minutes_fr.txt``, in minutes of other habits."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import odfdo

SAMPLE = Path(__file__).with_name("minutes_fr.txt").read_text()
TITLE = "Atelier 5 - Emergence - Session 1"
QUESTION = "Elaborer une charte de coopération dans une organisation : comment et quoi ?"
LEAD = (
    "La coopération interne est plutôt consensuelle, mais on manque d'outils pour la faire fonctionner dans "
    "l'organisation:"
)
BRICKS = (
    "valeurs, postures : d'accord et partagé (bonnes intentions)",
    "outils/méthodologie = à creuser, structurer et développer pour matérialiser, dans le fonctionnement réel, les bonnes "
    "intentions",
    "la gouvernance de cette charte (portage, déploiement)",
)
PROPOSAL = (
    "une co-construction de la charte de coopération et de ses outils (d'animation, de gouvernance, de formalisation, de "
    "management/RH)"
)
D, X = "discute", "a_creuser"
# kind, part, place of what it is a detail of, words
STATEMENTS = [
    ("question", D, None, "contexte/origine : comment favoriser la coopération au sein de la collectivité : freins "
     "(quelles règles, où on la fait, avec quoi, sur quel temps RH). Enjeu : on estime que ça ne fait pas partie de "
     "l'activité pro. Quelle place ? Avec qui ? comment ?"),
    ("constat", D, None, "constat : coopération beaucoup au niveau cadres A ==> comment toucher/impliquer tous les agents ?"),
    ("constat", D, None, "constat : beaucoup de gens perdus au moment du confinement sur la conduite collaborative de "
     "projets et ses outils"),
    ("constat", D, None, "constat : rivalités entre directions (voire directeurs) dans structures hiérarchiques"),
    ("question", D, None, "n'est-ce pas lié à la maturité de fonctionnement en mode projet?"),
    ("enjeu", D, None, "enjeu de portage par la direction générale (difficulté accès et portage de l'ensemble des projets "
     "de la collectivité)"),
    ("question", D, None, "faut-il construire la charte d'abord? ne faudrait-il pas la rattacher à un ou des objets "
     "concrets ? à partir de retours d'expérience structurés sur des projets réalisés"),
    ("idee", D, None, "la co construire, en étant aussi inclusif que possible, en impliquant aussi la hiérarchie"),
    ("ressource", D, None, "ressource : MOOC Innovation - charte des explorateurs collaboratifs : valeurs et postures ==> "
     "comment on va vers qqch de + opérationnel, pratico-pratique"),
    ("question", D, None, "comment faire accepter par la DG et les managers ? comment l'intégrer dans l'activité réelle ? "
     "(pour libérer du temps effectif au service de la coopération) Contractualiser ?"),
    ("question", D, None, "comment valoriser la coopération dans les entretiens pro ? en faire un objectif ? comment "
     "mesurer capacités coopératives ? A inclure également dans les objectifs des managers ?"),
    ("constat", D, None, "rôle du partage et de la transparence de l'information = condition nécessaire. Identification "
     "des informations pertinentes ou décisives."),
    ("constat", D, None, "constat : confinement et TAD ont empêché circulation informelle de l'information = comment créer "
     "de l'informel à distance (Fonction conversation, What'sApp?"),
    ("idee", X, None, "formaliser le mode projet et les modes de coopération associés"),
    ("idee", X, None, "contenu méthodologie de la charte + gouvernance des projets"),
    ("idee", X, None, "le contenu potentiel de la charte"),
    ("idee", X, 15, "valeurs/postures (cf explorateurs collaboratifs)"),
    ("idee", X, 15, "méthodo collaborative, co-construction"),
    ("idee", X, 15, "éléments de formalisation/outils RH (lettres de missions, fiches de poste, etc.)"),
    ("idee", X, 15, "gouvernance/comitologie des projets"),
    ("idee", X, 15, "outils utilisés (logiciels collaboratifs, outils d'animation,...)"),
    ("idee", X, None, "modalités de construction de la charte :"),
    ("idee", X, 21, "collaborative, inclusive (à la fois DG et tous agents)"),
    ("idee", X, 21, "à partir de retours d'expérience structurés sur des projets menés dans la collectivité"),
    ("idee", X, None, "intégrer la coopération comme compétence professionnelle/facteur de réussite dans les entretiens pro"),
    ("idee", X, None, "l'identification de parties prenantes externes comme levier de développement de la coopération "
     "interne"),
]  # fmt: skip
NAMES = ("Camille Dupont", "Sacha Martin")


def _lists(top: str, detail: str, part: str) -> list[str]:
    return [(top if parent is None else detail) + words for _kind, where, parent, words in STATEMENTS if where == part]


def markdown() -> str:
    """Headings of Markdown, stars, details indented."""
    return "\n".join([
        f"# {TITLE}", "", "Date : lundi 12 mars 2024", "Lieu : Maison des associations", "",
        "## Problématique", QUESTION, "", "## En bref", LEAD, "", *(f"* {brick}" for brick in BRICKS), "",
        "## Ce que nous proposons", PROPOSAL, "", "## Participants",
        *(f"* {name}" for name in NAMES), "", "## Ce qui s'est dit", *_lists("* ", "    * ", D), "",
        "## Pistes", *_lists("* ", "    * ", X),
    ])  # fmt: skip


def numbered() -> str:
    """Headings in capitals with a number, entries with a number, details with a letter, lines cut at 70 columns."""
    lines = [TITLE.upper().replace("ATELIER", "Atelier"), "", "I. QUESTION POSÉE :", QUESTION, "", "II. RÉSUMÉ :", LEAD]
    lines += [f"{n}) {brick}" for n, brick in enumerate(BRICKS, 1)]
    lines += [f"Proposition : {PROPOSAL}", "", "Présents : " + ", ".join(NAMES), "", "III. ÉCHANGES"]
    lines += _numbered(D) + ["", "IV. SUITES À DONNER"] + _numbered(X)
    return "\n".join(wrapped for line in lines for wrapped in _cut(line, 70))


def _numbered(part: str) -> list[str]:
    lines, number, letter = [], 0, 0
    for _kind, where, parent, words in STATEMENTS:
        if where == part and parent is None:
            number, letter = number + 1, 0
            lines.append(f"{number}. {words}")
        elif where == part:
            letter += 1
            lines.append(f"{'abcdefgh'[letter - 1]}) {words}")
    return lines


def _cut(line: str, width: int) -> list[str]:
    cut = [""]
    for word in line.split(" "):
        if cut[-1] and len(cut[-1]) + len(word) >= width:
            cut.append("")
        cut[-1] = f"{cut[-1]} {word}".strip()
    return cut


def mail() -> str:
    """A mail that was answered and pasted: its head, its marks of quoting, its signature."""
    quoted = [
        "Question :", QUESTION, "", "Synthèse :", LEAD, "",
        *(f"- {brick}" for brick in BRICKS), "", f"proposition : {PROPOSAL}", "", "Discussion :",
        *_lists("- ", "  o ", D), "", "À creuser :", *_lists("- ", "  o ", X), "", "Cordialement,", NAMES[0],
        "06 00 00 00 00",
    ]  # fmt: skip
    head = [f"De : {NAMES[0]} <camille@town.example>", f"À : {NAMES[1]}", f"Objet : Re: {TITLE}", ""]
    wrote = [f"Le mardi 13 mars 2024 à 09:12, {NAMES[0]} a écrit :"]
    return "\n".join([*head, *wrote, *(f"> {line}" for line in quoted)])


def windows() -> bytes:
    """The sample as an old text editor saves it: its encoding, its ends of line, tabs and round bullets."""
    return SAMPLE.replace("–", "•\t").replace("'", "’").replace("\n", "\r\n").encode("cp1252")


def word() -> bytes:
    """Styles of headings and lists."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    _fill(document.add_heading, document.add_paragraph)
    return _saved(document)


def _fill(heading, paragraph) -> None:
    heading("Question posée", 1)
    paragraph(QUESTION)
    heading("L'essentiel", 1)
    paragraph(LEAD)
    for brick in BRICKS:
        paragraph(brick, "List Bullet")
    heading("Proposition", 1)
    paragraph(PROPOSAL)
    heading("Participants", 1)
    for name in NAMES:
        paragraph(name, "List Bullet")
    for title, part in (("Points abordés", D), ("Pistes de travail", X)):
        heading(title, 1)
        for _kind, where, parent, words in STATEMENTS:
            if where == part:
                paragraph(words, "List Bullet" if parent is None else "List Bullet 2")


def opendocument() -> bytes:
    """Lists inside lists, headings, soft spaces."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, TITLE))
    for title, texts in (("Question", [QUESTION]), ("Synthèse", [LEAD])):
        body.append(odfdo.Header(2, title))
        for text in texts:
            body.append(odfdo.Paragraph(text))
    body.append(odfdo.List(list(BRICKS)))
    body.append(odfdo.Paragraph(f"Proposition : {PROPOSAL}"))
    for title, part in (("Les échanges", D), ("Pour la suite", X)):
        body.append(odfdo.Header(2, title))
        entries, last = odfdo.List(), None
        for _kind, where, parent, words in STATEMENTS:
            if where != part:
                continue
            if parent is None:
                last = odfdo.ListItem(words)
                entries.append(last)
            else:
                last.append(odfdo.List([words]))
        body.append(entries)
    return _saved(document)


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
