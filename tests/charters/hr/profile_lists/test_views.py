"""The page of an import: a dry run, then all or nothing; who may; what it costs."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.hr import keeping
from charters.hr.models import JobProfile
from tests.factories import MemberFactory

LIST = "Intitulé;Réf;Lieu;Service\nAccueil;1;Annexe;x\nNeuf;2;;y\n"


@pytest.fixture
def reader(client, town):
    client.force_login(town.hr)
    return client


def examined(reader, text, name="liste.csv"):
    content = text.encode() if isinstance(text, str) else text
    return reader.post(reverse("profile-list-import"), {"file": SimpleUploadedFile(name, content)})


def confirmed(reader, page, **other):
    """Send the form that the page carries, as a browser does."""
    hidden = dict(re.findall(r'type="hidden" name="(list_token|seen_digest)" value="([^"]*)"', page.content.decode()))
    return reader.post(reverse("profile-list-import"), hidden | other)


def test_the_dry_run_writes_nothing_and_the_confirmation_writes_all(reader, town):
    kept = town.post("Accueil", reference="1", workplace="Mairie")
    page = examined(reader, LIST)
    assert page.status_code == 200
    words = unescape(page.content.decode())
    for said in ("Accueil", "Mairie", "Annexe", "Neuf", "Service", "liste.csv"):
        assert said in words
    assert JobProfile.objects.count() == 1
    done = confirmed(reader, page)
    assert done.status_code == 303
    assert done["Location"] == reverse("hr")
    kept.refresh_from_db()
    assert kept.workplace == "Annexe"
    assert JobProfile.objects.filter(reference="2").exists()


def test_problems_are_told_by_line_and_nothing_can_be_confirmed(reader, town):
    page = examined(reader, "Intitulé;Catégorie;Direction\nA;D;\nB;B;Direction de la voierie\nC;;\n")
    assert page.status_code == 422
    words = unescape(page.content.decode())
    assert 'role="alert"' in words
    assert "Direction de la voirie" in words
    assert "list_token" not in words
    assert [problem.line for problem in page.context["report"].problems] == [2, 3]
    assert page.context["report"].lines == 3
    assert 'type="file"' in words  # the corrected file is chosen on the same page
    assert "csrfmiddlewaretoken" in words.partition('id="again-title"')[2]
    assert not JobProfile.objects.exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [("", "liste.csv"), (b"\0\1", "liste.csv"), ("Nom;Intitulé\nX;A\n", "liste.csv"), ("Intitulé\nA", "liste.exe")],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(reader, text, name):
    page = examined(reader, text, name)
    assert page.status_code == 422
    assert page.context["form"].errors["file"]


def test_no_file_at_all_is_told(reader):
    assert reader.post(reverse("profile-list-import")).status_code == 422


def test_a_change_meanwhile_is_shown_and_can_be_confirmed_again(reader, town):
    post = town.post("Accueil", reference="1", workplace="Mairie")
    page = examined(reader, LIST)
    keeping.revise_profile(post, by=MemberFactory(hr=True), words={"workplace": "Gare"}, seen=post.row_version)
    refused = confirmed(reader, page)
    assert refused.status_code == 409
    words = refused.content.decode()
    assert 'role="alert"' in words
    assert "Gare" in words
    assert JobProfile.objects.get().workplace == "Gare"
    assert confirmed(reader, refused).status_code == 303
    post.refresh_from_db()
    assert post.workplace == "Annexe"


def test_a_second_click_writes_nothing_twice(reader):
    page = examined(reader, LIST)
    assert confirmed(reader, page).status_code == 303
    again = confirmed(reader, page)
    assert again.status_code == 409
    assert "list_token" not in again.content.decode()
    assert JobProfile.objects.count() == 2


def test_a_list_that_was_forged_or_belongs_to_another_is_refused(reader, client, town):
    page = examined(reader, LIST)
    assert confirmed(reader, page, list_token="forged").status_code == 409
    assert confirmed(reader, page, seen_digest="x\0").status_code == 409
    client.force_login(MemberFactory(hr=True))
    assert confirmed(client, page).status_code == 409
    assert not JobProfile.objects.exists()


def test_a_list_that_says_what_is_recorded_has_nothing_to_confirm(reader, town):
    town.post("Accueil")
    page = examined(reader, "Intitulé\nAccueil\n")
    assert page.status_code == 200
    assert "list_token" not in page.content.decode()


def test_only_human_resources_import_and_export(client, town):
    addresses = [
        reverse("profile-list-import"),
        *(
            reverse(name, args=[ending])
            for name in ("profile-list-export", "profile-list-model")
            for ending in ("csv", "xlsx")
        ),
    ]
    client.force_login(MemberFactory(facilitator=True))
    assert {client.get(address).status_code for address in addresses} == {403}
    assert examined(client, LIST).status_code == 403
    client.force_login(town.hr)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_an_export_is_a_file_that_no_cache_keeps(reader, town):
    town.post("Accueil")
    answer = reader.get(reverse("profile-list-export", args=["csv"]))
    assert "Accueil" in answer.content.decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert reader.get(reverse("profile-list-export", args=["pdf"])).status_code == 404


def test_the_page_costs_the_same_for_one_line_and_for_many(reader, town):
    for n in range(60):
        town.post(f"Poste {n}", department=town.streets)
    costs = []
    for size in (1, 25, 60):
        lines = "".join(f"Poste {n};DCU\nNeuf {n};DVO\n" for n in range(size))
        with CaptureQueriesContext(connection) as queries:
            page = examined(reader, f"Intitulé;Direction\n{lines}")
        assert page.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2] <= 8


def test_many_lines_are_folded(reader):
    page = examined(reader, "Intitulé\n" + "".join(f"Poste {n}\n" for n in range(500)))
    assert page.content.decode().count("<details") >= 1
    wrong = examined(reader, "Intitulé;Cat\n" + "".join(f"Poste {n};D\n" for n in range(500)))
    assert len(wrong.context["report"].shown_problems) == 100
    assert wrong.context["report"].more_problems == 400
