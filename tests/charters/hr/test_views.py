"""The pages of human resources: who may open them, what they say, what they cost."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from charters.hr import keeping
from charters.hr.models import JobProfile, Quote
from charters.permissions import KEEP_JOB_PROFILES
from governance.signing import save_signed
from tests.charters.hr.conftest import rewrite, submitted, validated
from tests.factories import ClauseFactory, MemberFactory

ROUTES = ["hr", "job-profile-new", "job-profile", "job-profile-edit", "job-profile-docx", "job-profile-csv"]


def address(route, world):
    return reverse(route, args=[] if route in ("hr", "job-profile-new") else [world.profile.pk])


def open_as(client, member):
    client.force_login(member)
    return client


def choosing(world, version, *codes, **wordings):
    """What the form of the page sends."""
    return {
        "seen": world.profile.row_version,
        "version": str(version.pk),
        **{f"pick_{code}": "on" for code in codes},
        **{f"wording_{code}": words for code, words in wordings.items()},
    }


@pytest.mark.parametrize("route", ROUTES)
def test_only_human_resources_open_these_pages(client, world, route):
    assert client.get(address(route, world)).status_code == 302
    refused = open_as(client, MemberFactory(facilitator=True)).get(address(route, world))
    assert refused.status_code == 403
    assert str(KEEP_JOB_PROFILES.refusal) in refused.content.decode()
    assert open_as(client, world.hr).get(address(route, world)).status_code == 200


def test_everyone_reads_the_scale(client, world):
    page = open_as(client, MemberFactory()).get(reverse("competences")).content.decode()
    for words in ("Découverte", "Sens 4.", "Compétence numéro 1", "Agent 1.1", "Encadrant 2.4"):
        assert words in page


def test_without_a_version_the_page_says_that_nothing_can_be_quoted(client, world):
    page = open_as(client, world.hr).get(address("job-profile", world)).content.decode()
    assert "rien à citer" in page
    assert "<form" in page
    assert "pick_V1" not in page


def test_a_submitted_text_is_shown_as_a_draft(client, world):
    submitted(world.charter, by=world.facilitator)
    page = open_as(client, world.hr).get(address("job-profile", world)).content.decode()
    assert "draft-band" in page
    assert "pick_V1" in page


def test_what_fits_is_ticked_and_nothing_is_imposed(client, world):
    version = validated(world.charter, by=world.facilitator)
    form = open_as(client, world.hr).get(address("job-profile", world)).context["form"]
    assert [name for name in form.fields if name.startswith("pick") and form[name].value()] == ["pick_V1"]
    answer = client.post(address("job-profile", world), choosing(world, version, "M1", M1="Mes mots."))
    assert answer.status_code == 303
    assert list(Quote.objects.values_list("clause__code", "wording")) == [("M1", "Mes mots.")]
    page = client.get(address("job-profile", world))
    assert "Mes mots." in page.content.decode()
    form = page.context["form"]
    assert [name for name in form.fields if name.startswith("pick") and form[name].value()] == ["pick_M1"]


def test_a_clause_without_words_is_pointed_at(client, world):
    version = validated(world.charter, by=world.facilitator)
    answer = open_as(client, world.hr).post(address("job-profile", world), choosing(world, version, "G1", "V1"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'href="#id_wording_G1"' in page
    assert not Quote.objects.exists()


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(client, world):
    version = validated(world.charter, by=world.facilitator)
    typed = choosing(world, version, "V1", V1="Mes mots patiemment choisis.")
    other = MemberFactory(hr=True)
    keeping.quote_clauses(world.profile, by=other, version=version.pk, wordings={"M1": ""}, seen=1)
    answer = open_as(client, world.hr).post(address("job-profile", world), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "Mes mots patiemment choisis." in page
    again = typed | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(address("job-profile", world), again).status_code == 303
    assert Quote.objects.get().wording == "Mes mots patiemment choisis."


def test_a_version_validated_meanwhile_is_read_before_it_is_quoted(client, world):
    first = validated(world.charter, by=world.facilitator)
    typed = choosing(world, first, "V1", V1="Mes mots.")
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Écoute.")
    second = validated(world.charter, by=world.facilitator)
    answer = open_as(client, world.hr).post(address("job-profile", world), typed)
    assert answer.status_code == 409
    assert answer.context["form"]["version"].value() == str(second.pk)
    assert "Mes mots." in answer.content.decode()
    forged = typed | {"version": str(uuid.uuid4())}
    assert client.post(address("job-profile", world), forged).status_code == 409


def test_what_an_older_version_said_is_offered_again_unless_the_charter_changed_it(client, world):
    first = validated(world.charter, by=world.facilitator)
    wordings = {"V1": "Adapté pour V1.", "M1": "Adapté pour M1."}
    keeping.quote_clauses(world.profile, by=world.hr, version=first.pk, wordings=wordings, seen=1)
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Nouvelle formulation.")
    validated(world.charter, by=world.facilitator)
    page = open_as(client, world.hr).get(address("job-profile", world))
    form = page.context["form"]
    assert form["wording_V1"].value() == "Nouvelle formulation."
    assert form["wording_M1"].value() == "Adapté pour M1."
    assert form.reworded == {"V1"}
    assert "remplacée par la version 2" in page.content.decode().replace("\u00a0", " ")
    listed = gettext("Version %(number)s, no longer in force") % {"number": 1}
    assert listed in client.get(reverse("hr")).content.decode()


def test_a_post_is_written_then_changed_against_what_was_seen(client, world):
    open_as(client, world.hr)
    assert client.post(reverse("job-profile-new"), {"title": ""}).status_code == 422
    assert client.post(reverse("job-profile-new"), {"title": "Ripeur", "category": "C"}).status_code == 303
    post = JobProfile.objects.get(title="Ripeur")
    edit = reverse("job-profile-edit", args=[post.pk])
    assert client.post(edit, {"title": "Agent de collecte", "seen": 1}).status_code == 303
    stale = client.post(edit, {"title": "Agente de collecte", "purpose": "Collecter.", "seen": 1})
    assert stale.status_code == 409
    assert "Agente de collecte" in stale.content.decode()
    assert "Collecter." in stale.content.decode()
    assert client.post(edit, {"title": "Agente", "seen": stale.context["form"]["seen"].value()}).status_code == 303
    assert client.post(edit, {"title": "Sans garde"}).status_code == 422


def test_files_are_kept_by_no_cache_and_named_safely(client, world):
    version = validated(world.charter, by=world.facilitator)
    words = {"title": 'Chef"; rm -rf /\u202e ../é', "seen": 1}
    keeping.revise_profile(world.profile, by=world.hr, words={"title": words["title"]}, seen=1)
    open_as(client, world.hr)
    for route, ending in (("job-profile-docx", "docx"), ("job-profile-csv", "csv")):
        answer = client.get(address(route, world))
        assert answer.headers["Cache-Control"] == "no-store"
        name = f'attachment; filename="brouillon-fiche-de-poste-{world.profile.pk}-chef-rm-rf-e.{ending}"'
        assert answer.headers["Content-Disposition"] == name
    keeping.quote_clauses(world.profile, by=world.hr, version=version.pk, wordings={"V1": ""}, seen=2)
    name = client.get(address("job-profile-csv", world)).headers["Content-Disposition"]
    assert name.endswith('-chef-rm-rf-e-v1.csv"')
    assert "brouillon" not in name


def test_an_unknown_post_is_not_found(client, world):
    open_as(client, world.hr)
    for route in ROUTES[2:]:
        assert client.get(reverse(route, args=[987654])).status_code == 404


def quote_everything(world):
    """Quote each clause that has a wording, from a version that has them all."""
    version = validated(world.charter, by=world.facilitator)
    wordings = dict.fromkeys(version.clauses.exclude(hr_job_description="").values_list("code", flat=True), "")
    world.profile.refresh_from_db()
    seen = world.profile.row_version
    keeping.quote_clauses(world.profile, by=world.hr, version=version.pk, wordings=wordings, seen=seen)


def costs(client, world):
    """How many queries each page makes."""
    made = {}
    for route in [*ROUTES, "competences"]:
        with CaptureQueriesContext(connection) as queries:
            target = reverse(route) if route == "competences" else address(route, world)
            assert client.get(target).status_code == 200
        made[route] = len(queries)
    return made


def test_pages_cost_the_same_with_1_and_with_25(client, world):
    open_as(client, world.hr)
    quote_everything(world)
    few = costs(client, world)
    words = {"charter": world.charter, "hr_job_description": "Coopère.", "competences": ["C1"]}
    ClauseFactory.create_batch(25, **words)
    quote_everything(world)
    for n in range(24):
        save_signed(JobProfile(title=f"Post {n}"), by=None, reason="For a test")
    assert costs(client, world) == few
    assert max(few.values()) <= 8


def test_the_table_of_permissions_is_asked_by_the_rules_too(world):
    with pytest.raises(PermissionDenied):
        keeping.quote_clauses(world.profile, by=MemberFactory(), version=uuid.uuid4(), wordings={}, seen=1)
