"""The pages of job descriptions: who may open them, what they say, what they keep, what they cost."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from charters.hr import keeping, objectives
from charters.hr.drift import read_drift
from charters.hr.kinds import Wording
from charters.hr.models import JobProfile, MadeDocument, Objective, Quote
from charters.permissions import KEEP_JOB_PROFILES
from governance.signing import save_signed
from tests.charters.hr.conftest import quote, rewrite, submitted, validated
from tests.factories import ClauseFactory, MemberFactory

ENGLISH = {"headers": {"Accept-Language": "en"}}
PAGES = ["hr", "job-profile-new", "hr-drift", "batches", "batch-new"]
PAGES_OF_A_PROFILE = [
    "job-profile", "job-profile-edit", "job-profile-end", "job-profile-history", "job-profile-clauses",
    "job-profile-targets", "objective-new",
]  # fmt: skip


def address(route, world, *args):
    return reverse(route, args=[] if route in PAGES else [world.profile.pk, *args])


@pytest.fixture
def hr(client, world):
    client.force_login(world.hr)
    return client


def ticking(world, version, *boxes):
    """What the page of clauses sends: boxes such as "wording_V1"."""
    world.profile.refresh_from_db()
    return {"seen": world.profile.row_version, "version": str(version.pk), **dict.fromkeys(boxes, "on")}


@pytest.mark.parametrize("route", [*PAGES, *PAGES_OF_A_PROFILE])
def test_only_human_resources_open_these_pages(client, world, route):
    validated(world.charter, by=world.facilitator)
    assert client.get(address(route, world)).status_code == 302
    client.force_login(MemberFactory(facilitator=True))
    refused = client.get(address(route, world))
    assert refused.status_code == 403
    assert str(KEEP_JOB_PROFILES.refusal) in refused.content.decode()
    client.force_login(world.hr)
    assert client.get(address(route, world)).status_code == 200


def test_everyone_reads_the_scale(client, world):
    client.force_login(MemberFactory())
    page = client.get(reverse("competences")).content.decode()
    for words in ("Découverte", "Sens 4.", "Compétence numéro 1", "Agent 1.1", "Encadrant 2.4"):
        assert words in page


def test_without_a_version_there_is_nothing_to_choose_and_the_page_says_so(hr, world):
    assert hr.get(address("job-profile", world)).status_code == 200
    answer = hr.get(address("job-profile-clauses", world), **ENGLISH)
    assert answer.status_code == 404
    assert "nothing to quote yet" in answer.content.decode()


def test_a_submitted_text_is_shown_as_a_draft(hr, world):
    submitted(world.charter, by=world.facilitator)
    page = hr.get(address("job-profile-clauses", world)).content.decode()
    assert "draft-band" in page
    assert "wording_V1" in page


def test_what_fits_is_ticked_and_nothing_is_imposed(hr, world):
    version = validated(world.charter, by=world.facilitator)
    form = hr.get(address("job-profile-clauses", world)).context["form"]
    assert [name for name, field in form.fields.items() if field.initial is True] == ["wording_V1"]
    answer = hr.post(
        address("job-profile-clauses", world), ticking(world, version, "mission_letter_M1", "interview_V1")
    )
    assert answer.status_code == 303
    said = Quote.objects.values_list("clause__code", "wording", "mission_letter", "interview")
    assert list(said) == [
        ("V1", "", "", "Une situation où écouter a changé la suite."),
        ("M1", "", "Vous réservez deux heures par semaine.", ""),
    ]
    page = hr.get(address("job-profile", world)).content.decode()
    assert "Vous réservez deux heures par semaine." in page
    assert 'data-copy="M1-mission_letter"' in page
    form = hr.get(address("job-profile-clauses", world)).context["form"]
    ticked = [name for name, field in form.fields.items() if field.initial is True]
    assert ticked == ["interview_V1", "mission_letter_M1"]


def test_words_are_adapted_on_their_page(hr, world):
    version = validated(world.charter, by=world.facilitator)
    where = address("job-profile-wording", world, "M1")
    assert "Prévoit du temps pour les projets communs." in hr.get(where).content.decode()
    typed = {"seen": 1, "version": str(version.pk), "wording": "Nos mots.", "mission_letter": "", "interview": ""}
    assert hr.post(where, typed | {"wording": ""}).status_code == 409
    assert hr.post(where, typed | {"wording": "x" * 1001}).status_code == 422
    assert hr.post(where, typed).status_code == 303
    assert list(Quote.objects.values_list("wording", "mission_letter")) == [("Nos mots.", "")]
    assert hr.get(address("job-profile-wording", world, "Z9")).status_code == 404


def test_a_stale_form_keeps_what_was_ticked_and_can_be_sent_again(hr, world):
    version = validated(world.charter, by=world.facilitator)
    typed = ticking(world, version, "interview_V1")
    quote(world, version, {"M1": Wording.MISSION_LETTER})
    answer = hr.post(address("job-profile-clauses", world), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert answer.context["form"]["interview_V1"].value() is True
    again = typed | {"seen": answer.context["form"]["seen"].value()}
    assert hr.post(address("job-profile-clauses", world), again).status_code == 303
    assert Quote.objects.get().clause.code == "V1"


def test_a_version_validated_meanwhile_is_read_before_it_is_quoted(hr, world):
    first = validated(world.charter, by=world.facilitator)
    typed = ticking(world, first, "wording_V1")
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Écoute.")
    second = validated(world.charter, by=world.facilitator)
    answer = hr.post(address("job-profile-clauses", world), typed)
    assert answer.status_code == 409
    assert answer.context["form"]["version"].value() == str(second.pk)
    forged = typed | {"version": str(uuid.uuid4())}
    assert hr.post(address("job-profile-clauses", world), forged).status_code == 409
    assert not Quote.objects.exists()


def test_a_post_is_written_then_changed_against_what_was_seen(hr, world):
    assert hr.post(reverse("job-profile-new"), {"title": ""}).status_code == 422
    sent = {"title": "Ripeur", "category": "C", "reference": "P-7", "missions": "- Collecter\n- Trier"}
    assert hr.post(reverse("job-profile-new"), sent).status_code == 303
    post = JobProfile.objects.get(title="Ripeur")
    assert (post.reference, post.missions) == ("P-7", "- Collecter\n- Trier")
    twin = hr.post(reverse("job-profile-new"), sent | {"title": "Twin"})
    assert twin.status_code == 409
    assert "Twin" in twin.content.decode()
    edit = reverse("job-profile-edit", args=[post.pk])
    assert hr.post(edit, {"title": "Agent de collecte", "seen": 1}).status_code == 303
    stale = hr.post(edit, {"title": "Agente de collecte", "purpose": "Collecter.", "seen": 1})
    assert stale.status_code == 409
    assert "Agente de collecte" in stale.content.decode()
    assert "Collecter." in stale.content.decode()
    assert hr.post(edit, {"title": "Agente", "seen": stale.context["form"]["seen"].value()}).status_code == 303
    assert hr.post(edit, {"title": "Sans garde"}).status_code == 422


def test_a_document_is_made_by_a_form_and_kept_by_no_cache(hr, world):
    version = validated(world.charter, by=world.facilitator)
    where = address("job-profile-document", world)
    assert hr.get(where).status_code == 302  # nothing is made by reading an address
    refused = hr.post(where, {"kind": "insert", "ending": "docx"})
    assert refused.status_code == 409
    assert 'role="alert"' in refused.content.decode()
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION})
    assert hr.post(where, {"kind": "insert", "ending": "exe"}).status_code == 422
    answer = hr.post(where, {"kind": "insert", "ending": "docx"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert answer.content.startswith(b"PK")
    assert MadeDocument.objects.get().made_by == world.hr.pseudonym


def test_a_post_ends_and_is_taken_up_again(hr, world):
    where = address("job-profile-end", world)
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert hr.post(where, {"on": "31/02/2026", "reason": "Gone", "seen": 1}).status_code == 422
    assert hr.post(where, {"on": today, "reason": "Gone", "seen": 1}).status_code == 303
    assert listed(hr) == []
    assert listed(hr, ended="1") == [world.profile]
    assert hr.post(where, {"reason": "Back", "seen": 2}).status_code == 303
    assert listed(hr) == [world.profile]


def listed(hr, **query):
    return list(hr.get(reverse("hr"), query).context["page_obj"].object_list)


def test_objectives_are_written_changed_and_taken_out(hr, world):
    assert hr.post(address("objective-new", world), {"words": ""}).status_code == 422
    assert hr.post(address("objective-new", world), {"words": "Réunir."}).status_code == 303
    objective = Objective.objects.get()
    where = reverse("objective-edit", args=[world.profile.pk, objective.pk])
    assert hr.post(where, {"words": "Réunir chaque mois.", "seen": 1}).status_code == 303
    stale = hr.post(where, {"words": "Autrement.", "seen": 1})
    assert stale.status_code == 409
    assert "Autrement." in stale.content.decode()
    assert hr.post(where, {"words": "Réunir chaque mois.", "seen": 2, "withdraw": "1"}).status_code == 303
    objective.refresh_from_db()
    assert objective.withdrawn
    other = keeping.create_profile(by=world.hr, words={"title": "Other"})
    assert hr.get(reverse("objective-edit", args=[other.pk, objective.pk])).status_code == 404


def test_levels_are_decided(hr, world):
    validated(world.charter, by=world.facilitator)
    assert hr.post(address("job-profile-targets", world), {"seen": 1, "level_C1": "9"}).status_code == 422
    assert hr.post(address("job-profile-targets", world), {"seen": 1, "level_C1": "3"}).status_code == 303
    world.profile.refresh_from_db()
    assert world.profile.targets == {"C1": 3}


def test_the_history_says_what_was_quoted_word_for_word(hr, world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION})
    quote(world, version, {})
    page = hr.get(address("job-profile-history", world)).content.decode().replace("\u00a0", " ")
    assert "Savoir-être : écoute, reformulation." in page


def test_the_list_is_searched_by_title_number_family_and_department(hr, world):
    keeping.create_profile(by=world.hr, words={"title": "Jardinier", "reference": "ZX-1", "family": "Cadre de vie"})
    for words in ("jardin", "zx-1", "cadre de"):
        page = hr.get(reverse("hr"), {"q": words}).content.decode()
        assert "Jardinier" in page
        assert world.profile.title not in page
    page = hr.get(reverse("hr"), {"q": world.profile.department.name[:12]}).content.decode()
    assert "Jardinier" not in page
    assert hr.get(reverse("hr"), {"q": "\x00", "page": "9" * 30}).status_code == 200


def test_an_unknown_post_is_not_found(hr, world):
    validated(world.charter, by=world.facilitator)
    for route in PAGES_OF_A_PROFILE:
        assert hr.get(reverse(route, args=[987654])).status_code == 404


def drifted(world, number):
    """Posts that quote clauses which then change, documents made of them."""
    clauses = ClauseFactory.create_batch(2, charter=world.charter, hr_job_description="Coopère.", competences=["C1"])
    version = validated(world.charter, by=world.facilitator)
    codes = list(version.clauses.exclude(hr_job_description="").values_list("code", flat=True))
    for n in range(number):
        profile = save_signed(JobProfile(title=f"Post {n}", family="F", category="C"), by=None, reason="For a test")
        quote(world, version, dict.fromkeys(codes, Wording.JOB_DESCRIPTION), profile=profile)
    quote(world, version, dict.fromkeys(codes, Wording.JOB_DESCRIPTION))
    for _ in range(number):
        objectives.add_objective(world.profile, by=world.hr, words={"words": "Réunir."})
    for clause in clauses:
        rewrite(clause, by=world.facilitator, text="Other words.", hr_job_description="Autrement.")
    return validated(world.charter, by=world.facilitator)


def costs(hr, world):
    """How many queries each page makes."""
    made = {}
    for route in [*PAGES, *PAGES_OF_A_PROFILE, "competences"]:
        with CaptureQueriesContext(connection) as queries:
            assert hr.get(reverse(route) if route == "competences" else address(route, world)).status_code == 200
        made[route] = len(queries)
    return made


def test_pages_cost_the_same_with_1_and_with_25(hr, world):
    alike = {"family": "F", "category": "C", "is_manager": True}
    keeping.revise_profile(world.profile, by=world.hr, words=alike, seen=world.profile.row_version)
    world.profile.refresh_from_db()
    drifted(world, 1)
    hr.get(reverse("hr"))
    few = costs(hr, world)
    ClauseFactory.create_batch(25, charter=world.charter, hr_job_description="Coopère.", competences=["C1"])
    drifted(world, 24)
    assert costs(hr, world) == few
    assert max(few.values()) <= 8, few


def test_what_changed_is_read_and_followed_in_one_act(hr, world):
    version = drifted(world, 2)
    page = hr.get(reverse("hr-drift")).content.decode()
    assert "Autrement." in page
    assert "<ins" in page
    keys = [each.profile.pk for each in read_drift(version).profiles]
    assert len(keys) == 3
    sent = {"version": str(version.pk), "profiles": keys, "adapted": "keep", "documents": "on"}
    assert hr.post(reverse("hr-drift"), sent | {"profiles": []}).status_code == 422
    assert hr.post(reverse("hr-drift"), sent | {"version": str(uuid.uuid4())}).status_code == 409
    assert hr.post(reverse("hr-drift"), sent).status_code == 303
    assert not read_drift(version)
    assert not Quote.objects.exclude(clause__version=version).exists()
