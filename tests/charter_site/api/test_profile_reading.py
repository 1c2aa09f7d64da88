"""What other software reads of a job description: the post, what it quotes, and never anyone who holds it."""

import datetime

import pytest
from django.utils import timezone

from charters.hr.grid import record_grid_opinion
from charters.models import JobProfile, Objective, Quote, VersionClause
from governance.models import Committee
from governance.signing import save_signed
from tests.charter_site.api.conftest import WHY, keep_profile, someone
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
HERE = "/api/v1/profiles"


def test_the_list_is_by_title_and_bounded(world, software):
    for n in range(3):
        keep_profile([], title=f"Autre {n}", department=DepartmentFactory(code=f"AUT{n}"))
    said = software.read(HERE)
    assert (said["total"], said["limit"], said["offset"]) == (4, 50, 0)
    assert [profile["title"] for profile in said["profiles"]] == ["Autre 0", "Autre 1", "Autre 2", "Poste 1"]
    page = software.read(f"{HERE}?limit=2&offset=1")
    assert (page["total"], [profile["title"] for profile in page["profiles"]]) == (4, ["Autre 1", "Autre 2"])
    assert software.read(f"{HERE}?offset=50")["profiles"] == []
    assert [profile["title"] for profile in software.read(f"{HERE}?department=AUT2")["profiles"]] == ["Autre 2"]
    assert software.read(f"{HERE}?department=NOTHING")["total"] == 0


def test_a_line_says_which_version_is_quoted(world, software):
    [line] = software.read(HERE)["profiles"]
    assert line["department"] == {"code": "DRH", "name": "Ressources humaines"}
    assert (line["quotes"], line["quoted_version"], line["quotes_version_in_force"]) == (1, world.number, True)
    old = VersionClause.objects.filter(version=world.versions[0])
    keep_profile(old, title="Ancien poste", ended_on=timezone.localdate())
    line = software.read(HERE)["profiles"][0]
    assert (line["quoted_version"], line["quotes_version_in_force"]) == (1, False)
    assert line["ended_on"] == timezone.localdate().isoformat()


def test_a_post_is_all_that_human_resources_say_of_it(world, software):
    profile = JobProfile.objects.get(pk=world.profiles[0].pk)
    words = (
        "title", "reference", "occupation", "family", "job_group", "category", "reports_to", "workplace", "team",
        "purpose", "missions", "relations", "autonomy", "skills", "training", "conditions", "means",
    )  # fmt: skip
    for name in words:
        setattr(profile, name, f"A {name}" if name != "category" else "A")
    save_signed(profile, by=None, reason=WHY)
    said = software.read(f"{HERE}/{profile.pk}")
    assert {name: said[name] for name in words} == {name: getattr(profile, name) for name in words}
    assert (said["is_manager"], said["is_field_staff"]) == (True, False)
    assert software.read(f"{HERE}/{profile.pk}/export")["profile"] == said


def test_the_export_is_the_whole_of_it(world, software):
    version = world.versions[-1]
    step = version.steps.get(kind="validated")
    said = software.read(f"{HERE}/{world.profiles[0].pk}/export")
    assert (said["language"], said["draft"], said["standing"]) == ("fr", False, "Quotes the version in force.")
    assert said["source"] == {
        "version": 2,
        "content_hash": version.content_hash,
        "chain_hash": step.chain_hash,
        "in_force": True,
        "version_in_force": 2,
        "sentence": said["source"]["sentence"],
    }
    assert said["source"]["sentence"].startswith("Version 2 of the charter, validated on ")
    [quote] = said["quotes"]
    assert (quote["code"], quote["revision"], quote["title"]) == ("M1", 3, "Clause 1")
    assert (quote["version"], quote["content_hash"], quote["adapted"]) == (2, version.content_hash, True)
    assert quote["sentences"] == {
        "job_description": {"words": "Coopère 1.", "adapted": False},
        "mission_letter": {"words": "Mots choisis pour la lettre.", "adapted": True},
        "interview": {"words": "", "adapted": False},
    }
    decided, proposed = said["targets"]
    assert (decided["code"], decided["rank"], decided["decided"], decided["level"]) == ("C1", 4, True, "Niveau 4")
    assert decided["behaviour"] == "Encadrant 1.4"
    assert (proposed["code"], proposed["decided"], proposed["clauses"]) == ("C2", False, ["M1"])
    [objective] = said["objectives"]
    assert (objective["words"], objective["own_practice"], objective["clause"]) == (
        "Un point commun chaque mois.", True, "M1",
    )  # fmt: skip
    assert said["page"].endswith(f"/hr/{world.profiles[0].pk}/")


def test_a_withdrawn_objective_is_not_exported(world, software):
    objective = Objective.objects.get(profile=world.profiles[0])
    objective.withdrawn = True
    save_signed(objective, by=None, reason=WHY)
    assert software.read(f"{HERE}/{world.profiles[0].pk}/export")["objectives"] == []


def test_what_quotes_a_former_version_is_a_draft_and_says_why(world, software):
    old = keep_profile(VersionClause.objects.filter(version=world.versions[0]), title="Ancien poste")
    said = software.read(f"{HERE}/{old.pk}/export")
    assert (said["draft"], said["standing"]) == (
        True,
        "Draft. It quotes version 1, replaced by version 2. Changed since: M1.",
    )
    assert (said["source"]["version"], said["source"]["in_force"]) == (1, False)
    assert [quote["outdated"] for quote in said["quotes"]] == [True]
    assert [profile["title"] for profile in software.read(f"{HERE}?outdated=true")["profiles"]] == ["Ancien poste"]
    assert [profile["title"] for profile in software.read(f"{HERE}?outdated=false")["profiles"]] == ["Poste 1"]


def test_each_quote_says_which_version_it_comes_from(world, software):
    profile = world.profiles[0]
    old = VersionClause.objects.get(version=world.versions[0])
    Quote.objects.create(profile=profile, clause=old, wording="Encore.")
    said = software.read(f"{HERE}/{profile.pk}/export")
    assert {(quote["version"], quote["content_hash"]) for quote in said["quotes"]} == {
        (number, version.content_hash) for number, version in enumerate(world.versions, start=1)
    }


def test_what_quotes_a_text_that_is_not_validated_keeps_it_for_itself(world, software):
    early = keep_profile(VersionClause.objects.filter(version=world.submitted), title="Avant la validation")
    answer = software.get(f"{HERE}/{early.pk}/export")
    said = answer.json()
    assert (said["draft"], said["source"], said["quotes"], said["targets"]) == (True, None, [], [])
    assert "not validated" in said["standing"]
    assert "jamais validé" not in answer.content.decode()
    line = software.read(HERE)["profiles"][0]
    assert (line["title"], line["quotes"], line["quoted_version"]) == ("Avant la validation", 0, None)


def test_a_post_that_quotes_nothing_is_a_draft(world, software):
    bare = keep_profile([], title="Poste nu")
    said = software.read(f"{HERE}/{bare.pk}/export")
    assert (said["draft"], said["quotes"], said["source"]) == (True, [], None)
    assert said["standing"] == "Draft. No clause of the charter is quoted yet."


def test_levels_support_an_exchange_until_the_committee_was_heard_of_the_grid(world, software):
    export, scale = f"{HERE}/{world.profiles[0].pk}/export", f"/api/v1/versions/{world.number}/competences"
    assert software.read(export)["notices"][0].startswith("This document supports an exchange")
    committee = Committee.objects.get(kind=Committee.Kind.STATUTORY)
    record_grid_opinion(
        world.versions[-1], committee, by=someone(hr=True), verdict="favourable",
        on=timezone.localdate() - datetime.timedelta(days=1), reference="Séance 4",
    )  # fmt: skip
    for said in (software.read(export)["notices"][0], software.read(scale)["notice"]):
        assert said.startswith("Grid put before the committee")
        assert "Séance 4" in said
