"""Minutes in a pasted mail: what belongs to the mail is no part of the workshop, and no address is kept."""

import datetime
from email.message import EmailMessage

import pytest

from feedback.workshops.minutes import read_minutes
from feedback.workshops.minutes_days import day_in
from feedback.workshops.minutes_files import text_of

WROTE = "Le 2 nov. 2026 à 10:12, Ada Bor <ada.bor@mairie.example> a écrit :"
OUTLOOK = (
    "De : Ada Bor\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : Zoé Tal; Léo Ker\nCc : Max Dal\n"
    "Objet : Compte rendu de l'atelier du 2 novembre\n"
)
SAID = "Question posée : comment décider ?\n\nDiscussion\n- on décide trop tard\n- le compte rendu se perd\n"
NAMES = ("Ada", "Zoé", "Léo", "Max", "@", "mairie.example")


def of_the_workshop(minutes):
    """All that is stored of a workshop."""
    kept = [minutes.kept, minutes.title, minutes.question, minutes.summary, minutes.proposal, *minutes.unplaced]
    return "\n".join(kept + [each.said for each in minutes.statements])


@pytest.mark.parametrize(
    "line",
    [
        WROTE,
        f"> {WROTE}",
        f"> > {WROTE}",
        "Le lun. 2 nov. 2026 à 10:12, Ada Bor <ada.bor@mairie.example> a\nécrit :",
        "> Le lun. 2 nov. 2026 à 10:12, Ada Bor\n> <ada.bor@mairie.example> a écrit :",
        "On Mon, Nov 2, 2026 at 10:12 AM Ada Bor <ada.bor@mairie.example> wrote:",
        "Ada Bor <ada.bor@mairie.example> a écrit (le 2 novembre 2026) :",
        "De : Ada Bor <ada.bor@mairie.example>",
        "À : Zoé Tal <zoe@mairie.example>, Léo Ker <leo@mairie.example>",
        "Cc : zoe@mairie.example",
        "*De :* Ada Bor <ada.bor@mairie.example>",
        "From: Ada Bor <mailto:ada.bor@mairie.example>",
        "Envoyé : lundi 2 novembre 2026 10:12",
        "-----Message d'origine-----",
        "---------- Forwarded message ---------",
        OUTLOOK.rsplit("Objet", 1)[0].strip(),
    ],
)
@pytest.mark.parametrize("place", ["before", "among", "after"])
def test_the_headers_of_a_mail_are_left_out_wherever_they_stand(line, place):
    before, after = SAID.split("\n\nDiscussion\n")[0], SAID
    text = {
        "before": f"{line}\n\n{after}",
        "among": f"{before}\n{line}\n\nDiscussion\n- on décide trop tard\n- le compte rendu se perd",
        "after": f"{after}\n{line}\n",
    }[place]
    minutes = read_minutes(text)

    assert minutes.question == "comment décider ?"
    assert [each.said for each in minutes.statements] == ["on décide trop tard", "le compte rendu se perd"]
    assert minutes.summary == ""
    assert not [name for name in NAMES if name in of_the_workshop(minutes)]
    assert len(minutes.left_out) == len(line.split("\n"))
    again = read_minutes(minutes.kept)
    assert (again.kept, again.statements, again.unplaced) == (minutes.kept, minutes.statements, minutes.unplaced)


def test_a_former_mail_below_the_minutes_is_set_apart():
    minutes = read_minutes(
        f"{SAID}\nCordialement,\nAda Bor\n\n> {WROTE}\n> Bonjour, où en est-on ?\n> À bientôt\n> Zoé"
    )

    assert len(minutes.statements) == 2
    assert minutes.unplaced == ("Bonjour, où en est-on ?",)
    assert not [name for name in NAMES if name in of_the_workshop(minutes)]


def test_addresses_are_replaced_by_a_mark():
    minutes = read_minutes(
        "Discussion\n- écrire à <mailto:ada.bor@ville.example>, ou à l'équipe (equipe@ville.example)."
    )

    assert minutes.statements[0].said == "écrire à [adresse], ou à l'équipe ([adresse])."
    assert "@" not in minutes.kept


def test_looking_for_addresses_does_not_take_the_square_of_a_line():
    """Each held a reader for minutes when an address could begin anywhere."""
    for line in ("'" * 190_000 + "@", "a" * 190_000 + "@", "a@" + "b" * 190_000, "a@" * 90_000):
        assert read_minutes(f"Discussion\n- {line}").statements[0].said == line


def test_hours_are_no_sender_and_a_date_alone_is_that_of_the_workshop():
    minutes = read_minutes("Atelier\nDate : 2 novembre 2026\nLieu : mairie\n\nDiscussion\n- un\nDe : 9 h à 12 h")

    assert minutes.held_on == datetime.date(2026, 11, 2)
    assert "9 h à 12 h" in minutes.kept


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{OUTLOOK}\n{SAID}", "2026-11-02"),
        (f"De : Ada\nDate : mardi 3 novembre 2026 10:12\nObjet : CR\n\nRéunion du 2 novembre\n\n{SAID}", "2026-11-02"),
        (f"{WROTE}\n> Objet : notes\n> Voici l'atelier du 30 octobre 2025.\n> {SAID}", "2025-10-30"),
        (f"De : Ada\nEnvoyé : 4 janvier 2027\nObjet : Atelier du 15 décembre\n\n{SAID}", "2026-12-15"),
        (f"De : Ada\nEnvoyé : 4 janvier 2027\nObjet : notes\n\nDate : 3 janvier\n\n{SAID}", "2027-01-03"),
        (f"De : Ada\nEnvoyé : 3 novembre 2026\nObjet : Notes\n\nBonjour,\n\n{SAID}", None),
        (f"De : Ada\nDate : 3 novembre 2026\nObjet : Notes\n\nBonjour,\n\n{SAID}", None),
        (f"{WROTE}\n\n{SAID}", None),
        (f"De : Ada\nEnvoyé : 3 novembre 2026\nObjet : Notes\n\nLe prochain atelier du 9 décembre\n\n{SAID}", None),
        (f"Atelier du 2 novembre\n\n{SAID}", None),
    ],
)
def test_the_day_is_that_of_the_workshop_and_never_that_of_the_mail(text, day):
    held_on = read_minutes(text).held_on

    assert (held_on and held_on.isoformat()) == day


def test_a_saved_mail_lends_its_year():
    message = EmailMessage()
    message["Subject"], message["Date"] = "Atelier du 2 novembre", "Tue, 03 Nov 2026 10:12:00 +0100"
    message.set_content(SAID)
    minutes = read_minutes(text_of(message.as_bytes(), "mail.eml"))

    assert (minutes.title, minutes.held_on) == ("Atelier du 2 novembre", datetime.date(2026, 11, 2))
    assert minutes.unplaced == ()


@pytest.mark.parametrize("words", ["2 nov. 2026", "2 novembre 2026", "Nov 2, 2026", "2 November 2026", "02/11/2026"])
def test_days_are_read_as_mails_write_them(words):
    assert day_in(f"lundi {words}, 10:12") == datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    "heading",
    [
        "La question qu'on s'est posée :",
        "La question qu’on s’est posée :",
        "La question que nous nous sommes posée :",
        "Question posée :",
        "Notre question :",
        "Question du jour :",
    ],
)
def test_the_question_asked_is_recognised(heading):
    for between in (" ", "\n"):
        minutes = read_minutes(f"Atelier\n\n{heading}{between}comment décider ?\n\nDiscussion\n- un")
        assert (minutes.question, minutes.unplaced) == ("comment décider ?", ())


@pytest.mark.parametrize("heading", ["Propositions :", "Pistes :", "Idées :", "Suggestions :", "### Propositions"])
def test_a_list_of_proposals_in_the_discussion_is_ideas(heading):
    minutes = read_minutes(
        f"Proposition : une charte.\n\nDiscussion\n- on décide trop tard\n\n{heading}\n- un tableau\n- une heure"
    )

    assert [(each.kind, each.said) for each in minutes.statements] == [
        ("constat", "on décide trop tard"), ("idee", "un tableau"), ("idee", "une heure"),
    ]  # fmt: skip
    assert minutes.proposal == "une charte."


def test_what_the_workshop_proposes_is_one_paragraph_after_the_discussion_too():
    for heading in ("Proposition :", "Propositions :"):
        minutes = read_minutes(f"Discussion\n- un\n\n{heading}\nUne charte, écrite ensemble.")
        assert (minutes.proposal, len(minutes.statements)) == ("Une charte, écrite ensemble.", 1)


@pytest.mark.parametrize(
    "line",
    [
        "Prochaine réunion : le 12 décembre, salle B",
        "- Prochain rendez-vous : mardi",
        "Prochain atelier le 12 décembre",
        "Prochaine réunion : le 12 décembre,\nsalle B",
        "Prochaine réunion :\n12 décembre",
        "Date de la prochaine réunion : 12 décembre",
    ],
)
def test_the_next_meeting_is_set_apart(line):
    for blank in ("", "\n"):
        text = f"Discussion\n- on décide trop tard\n{blank}{line}\nCordialement,\nAda Bor"
        minutes = read_minutes(text)

        assert [each.said for each in minutes.statements] == ["on décide trop tard"]
        assert minutes.unplaced == tuple(line.split("\n"))
        assert "Ada" not in of_the_workshop(minutes)
        assert read_minutes(minutes.kept).unplaced == minutes.unplaced
