"""How words are made comparable before PostgreSQL stems them: the function ``governance_searched`` of the database.

It takes off accents, joins what is written with or without a hyphen (co-construction), and mends the plurals that the
stemmer does not know (travaux, enjeux). Texts and searches go through the same function, so that they always meet.
It is ours rather than the extension unaccent: nothing to install, nothing that a restoration would have to find there.
Migration 0006 holds the SQL that it made first: what changes here takes a migration that replaces the function, then
makes the two generated columns again. A test compares the database with what is written here.
"""

from __future__ import annotations

CONFIGURATION = "pg_catalog.french"
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
MARKS = "[\u0300-\u036f]"
HYPHENS = "[\u2010\u2011]"
# The parser would read "et/ou" as the name of a file, "fin.Début" as that of a machine.
SEPARATORS = r'[]/\\.@_&+=#:;|<>’ʼ‘`´«»“”„…–—·•*~^%$€£§°(){}?!,"[]'
# Small words that the dictionary passes over as they are, whatever they look like.
NO_PLURALS = "mais|pas|nous|vous|nos|vos|suis|serais|seras|fus|avais|aurais|auras|eus"
# In this order, on words without accents.
MENDED = (
    (r"-(?=\d)", " "),  # P-4821 is not a negative number
    (r"\m(co|inter|pluri|multi|auto|trans|bi|re)-(?=[a-z])", r"\1"),
    (r"\m(trav|vitr|b)aux\M", r"\1ail"),
    (r"\m(enj|j|li|mili|voe|f|chev|av)eux\M", r"\1eu"),
    # essais, vélos, élus, usagers: the stemmer takes other plurals for what they are, not these
    (rf"\m(?!(?:{NO_PLURALS})\M)([a-z]+[aiou])s\M", r"\1"),
    (r"\m([a-z]{2,}er)s\M", r"\1"),
    (r"ees?\M", "e"),  # décidée, décidées: the stemmer wants its accents
    (r"\m(a|ca|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)\M", " "),
)


def function() -> str:
    """The SQL that makes the function."""
    words = "words"
    for ligature, letters in LIGATURES.items():
        words = f"replace({words}, '{ligature}', '{letters}')"
    words = f"regexp_replace(normalize({words}, NFKD), '{MARKS}', '', 'g')"
    words = f"lower(regexp_replace(regexp_replace({words}, '{HYPHENS}', '-', 'g'), '{SEPARATORS}', ' ', 'g'))"
    for pattern, replacement in MENDED:
        words = f"regexp_replace({words}, '{pattern}', '{replacement}', 'g')"
    return (
        "CREATE FUNCTION public.governance_searched(words text) RETURNS text "
        f"LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$ SELECT {words} $function$"
    )
