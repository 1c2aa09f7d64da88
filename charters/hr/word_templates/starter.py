"""A template to begin with, which human resources download and dress in their own way."""

from __future__ import annotations

import io

import docx
from django.utils.translation import gettext as _
from docx.document import Document

from charters.versions.documents.word import add_table, house_style, name_language


def write_starter(language: str = "fr") -> bytes:
    """A Word file with the most useful placeholders, a loop over clauses in a table, another over competences."""
    document = docx.Document()
    house_style(document)
    name_language(document, {"fr": "fr-FR", "en": "en-GB"}.get(language, language))
    document.core_properties.title = _("Starter template")
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading("{{ document.titre }}", level=0)
    document.add_paragraph("{{ document.etat }}", style="Standing")
    document.add_paragraph("{{ document.mention }}")
    _identify(document)
    document.add_heading(_("Missions and activities"), level=1)
    document.add_paragraph("{{ fiche.missions }}")
    document.add_heading(_("What the charter says of this post"), level=1)
    adapted = _("(wording adapted by human resources)")
    clauses = {
        _("Clause"): "{{ clause.code }}. {{ clause.titre }}",
        _(
            "What the job description says"
        ): f"{{{{ clause.fiche_de_poste }}}}{{% if clause.adapte %}} {adapted}{{% endif %}}",
    }
    _loop(document, "clause", "clauses_fiche", clauses)
    document.add_heading(_("Cooperation skills expected"), level=1)
    document.add_paragraph("{{ document.niveaux }}")
    competences = {
        _("Competence"): "{{ competence.nom }}",
        _("Target level"): "{{ competence.niveau }}, {{ competence.niveau_nom }}",
        _("What can be observed"): "{{ competence.comportement }}",
    }
    _loop(document, "competence", "competences", competences)
    document.add_paragraph("{{ document.cotation }}")
    document.add_paragraph("{{ version.reference }} – {{ version.empreinte }}")
    document.sections[0].footer.paragraphs[0].text = "{{ organisation }} – {{ version.reference }}"
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def _identify(document: Document) -> None:
    facts = [
        (_("Title of the post"), "{{ fiche.intitule }}"),
        (_("Department"), "{{ fiche.direction }}"),
        (_("Staff category"), "{{ fiche.categorie }}"),
        (_("Team it manages"), "{% if fiche.encadre %}{{ fiche.equipe }}{% endif %}"),
    ]
    head, *rows = [list(fact) for fact in facts]
    document.add_heading(_("Identification"), level=1)
    add_table(document, head, rows, described=_("What the post is"))


def _loop(document: Document, item: str, name: str, columns: dict[str, str]) -> None:
    """A table whose second row is repeated: a row to begin, a row to end, both of which go away.

    ``columns`` gives the head of each, as readers of the document see it, and what is printed under it.
    """
    empty = [""] * (len(columns) - 1)
    rows = [[f"{{%tr for {item} in {name} %}}", *empty], [*columns.values()], ["{%tr endfor %}", *empty]]
    add_table(document, [*columns], rows, described=_("Repeated for each of them"))
