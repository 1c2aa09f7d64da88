"""How soon, read in sentences: every delay of the sample, and others that people write."""

import datetime
import json

import pytest

from charter_site.demonstration import SAMPLE
from governance.committees.delays import Delay, promised

FRIDAY = datetime.date(2026, 11, 27)
OF_THE_SAMPLE = {
    "5 jours ouvrés": Delay(5, "working days"),
    "10 jours ouvrés": Delay(10, "working days"),
    "3 jours ouvrés avant": Delay(3, "working days", before=True),
    "2 jours ouvrés avant": Delay(2, "working days", before=True),
    "15 jours": Delay(15),
    "1 mois": Delay(1, "months"),
    "1 mois après chaque semestre": None,
    "Mise à jour continue": None,
    "Selon le règlement intérieur du comité": None,
    "Affichage et intranet": None,
    "À la validation de la version": None,
    "Au fil de l'eau": None,
}
OTHERS = {
    "le jour même": Delay(0),
    "Sous 48 heures": Delay(2),
    "sous dix jours ouvrés": Delay(10, "working days"),
    "Une semaine": Delay(7),
    "deux semaines avant la séance": Delay(14, before=True),
    "5 jours après la séance": Delay(5),
    "Five working days": Delay(5, "working days"),
    "15 days": Delay(15),
    "8 j": Delay(8),
    "2 jours ouvrables": Delay(2, "working days"),
    "trois jours au plus": Delay(3),
    "": None,
    "Vite": None,
}


@pytest.mark.parametrize(("sentence", "delay"), [*OF_THE_SAMPLE.items(), *OTHERS.items()])
def test_a_delay_is_read_in_its_sentence(sentence, delay):
    assert promised(sentence) == delay


def test_every_delay_of_the_sample_is_in_the_table():
    committees = json.loads(SAMPLE.read_text())["committees"]
    assert {item["delay"] for one in committees for item in one["documents_shared"]} == set(OF_THE_SAMPLE)


@pytest.mark.parametrize(
    ("delay", "due"),
    [
        (Delay(0), FRIDAY),
        (Delay(15), datetime.date(2026, 12, 12)),
        (Delay(1, "working days"), datetime.date(2026, 11, 30)),
        (Delay(5, "working days"), datetime.date(2026, 12, 4)),
        (Delay(3, "working days", before=True), datetime.date(2026, 11, 24)),
        (Delay(5, "working days", before=True), datetime.date(2026, 11, 20)),
        (Delay(1, "months"), datetime.date(2026, 12, 27)),
        (Delay(3, "months"), datetime.date(2027, 2, 27)),
    ],
)
def test_the_last_day_leaves_out_saturdays_and_sundays_when_days_are_worked(delay, due):
    assert delay.due(FRIDAY) == due


def test_a_month_ends_where_the_next_one_does():
    assert Delay(1, "months").due(datetime.date(2027, 1, 31)) == datetime.date(2027, 2, 28)
