"""In which block of a job description a clause has its place.

The blocks are those of the sheets that local authorities use. Cooperation has no place in identification,
status or grading, so these are not here: a clause never implies another grading.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from charters.text.models import Section


class Block(TextChoices):
    """The blocks that can quote the charter, in the order of the document."""

    MISSIONS = "missions", _("Missions and activities")
    RELATIONS = "relations", _("Working relations")
    AUTONOMY = "autonomy", _("Autonomy and responsibilities")
    SKILLS = "skills", _("Skills and training")
    CONDITIONS = "conditions", _("Working conditions and means")


BY_SECTION = {
    Section.Kind.VALUES: Block.RELATIONS,
    Section.Kind.METHODS: Block.MISSIONS,
    Section.Kind.HR_TOOLS: Block.SKILLS,
    Section.Kind.GOVERNANCE: Block.AUTONOMY,
    Section.Kind.SOFTWARE_TOOLS: Block.CONDITIONS,
}

# Human resources often begin a wording by naming its block: "Savoir-être : écoute active…".
BY_FIRST_WORDS = {
    "savoir": Block.SKILLS,
    "compétence": Block.SKILLS,
    "les compétences": Block.SKILLS,
    "formation": Block.SKILLS,
    "relations": Block.RELATIONS,
    "encadrement": Block.AUTONOMY,
    "conditions d'exercice": Block.CONDITIONS,
    "moyens": Block.CONDITIONS,
    "mission": Block.MISSIONS,
    "contribution aux projets": Block.MISSIONS,
}


def block_of(section_kind: str, wording: str) -> Block:
    """The block that the wording names, else the one where its section usually goes."""
    start = wording.casefold()
    for words, block in BY_FIRST_WORDS.items():
        if start.startswith(words):
            return block
    return BY_SECTION[Section.Kind(section_kind)]
