"""All the lines of a list are written, by the rules and with a history, or none is."""

import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charters.hr import keeping
from charters.hr.models import JobProfile
from charters.hr.profile_lists.importing import Changed, import_list
from charters.hr.profile_lists.planning import plan
from tests.charters.hr.profile_lists.files import listed
from tests.factories import MemberFactory


def seen(read):
    return plan(read.rows).digest


def test_every_line_is_written_with_a_history_that_names_the_import(town):
    kept = town.post("Accueil", reference="1", family="Relation")
    same = town.post("Voirie", reference="3")
    read = listed("Intitulé;Réf;Direction;Encadrant\nChargé d'accueil;1;DCU;\nNeuf;2;;oui\nVoirie;3;;\n")
    done = import_list(read, by=town.hr, seen_digest=seen(read))
    assert (done.created, done.revised, done.unchanged) == (1, 1, 1)
    kept.refresh_from_db()
    assert (kept.title, kept.department, kept.family) == ("Chargé d'accueil", town.culture, "Relation")
    new = JobProfile.objects.get(reference="2")
    assert new.is_manager
    for profile, line in ((kept, "2"), (new, "3")):
        record = profile.history.first()
        assert record.history_user_id == town.hr.pseudonym
        assert "liste.csv" in record.history_change_reason
        assert line in record.history_change_reason
    assert same.history.count() == 1


def test_only_human_resources_import(town):
    read = listed("Intitulé\nA\n")
    with pytest.raises(PermissionDenied):
        import_list(read, by=MemberFactory(facilitator=True), seen_digest=seen(read))
    assert not JobProfile.objects.exists()


def test_a_failure_in_the_middle_leaves_nothing(town, monkeypatch):
    town.post("A", reference="1")
    read = listed("Intitulé;Réf\nNeuf;5\nA changé;1\nB;2\n")
    digest = seen(read)

    def broken(*args, **kwargs):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(keeping, "revise_profile", broken)
    with pytest.raises(RuntimeError):
        import_list(read, by=town.hr, seen_digest=digest)
    assert list(JobProfile.objects.values_list("title", flat=True)) == ["A"]


def test_a_problem_on_the_last_line_leaves_nothing(town):
    lines = "".join(f"Poste {n};\n" for n in range(20))
    read = listed(f"Intitulé;Direction\n{lines}Dernier;Direction inconnue\n")
    with pytest.raises(Changed):
        import_list(read, by=town.hr, seen_digest=seen(read))
    wrong = listed(f"Intitulé;Catégorie\n{lines}Dernier;D\n")
    with pytest.raises(Changed):
        import_list(wrong, by=town.hr, seen_digest=seen(wrong))
    assert not JobProfile.objects.exists()


def test_what_changed_since_the_dry_run_is_shown_again_and_not_overwritten(town):
    post = town.post("Accueil", reference="1", workplace="Mairie")
    read = listed("Intitulé;Réf;Lieu\nAccueil;1;Annexe\nNeuf;2;\n")
    digest = seen(read)
    keeping.revise_profile(post, by=MemberFactory(hr=True), words={"workplace": "Gare"}, seen=post.row_version)
    with pytest.raises(Changed) as changed:
        import_list(read, by=town.hr, seen_digest=digest)
    assert JobProfile.objects.get().workplace == "Gare"
    assert changed.value.plan.rows[0].changes[0][1] == "Gare"
    import_list(read, by=town.hr, seen_digest=changed.value.plan.digest)
    assert JobProfile.objects.count() == 2
    with pytest.raises(Changed) as again:  # a second click
        import_list(read, by=town.hr, seen_digest=changed.value.plan.digest)
    assert again.value.plan.to_write == 0
    assert JobProfile.objects.count() == 2


def test_a_post_that_ended_since_the_dry_run_is_told_by_its_line(town):
    post = town.post("Accueil", reference="1")
    read = listed("Intitulé;Réf;Lieu\nNeuf;2;\nAccueil;1;Annexe\n")
    digest = seen(read)
    keeping.end_profile(post, by=town.hr, on=timezone.localdate(), reason="Supprimé", seen=post.row_version)
    with pytest.raises(Changed) as changed:
        import_list(read, by=town.hr, seen_digest=digest)
    assert [problem.line for problem in changed.value.plan.problems] == [3]
    assert JobProfile.objects.count() == 1


def test_an_import_never_takes_a_post_for_another_that_is_alike(town):
    town.post("Accueil", department=town.streets)
    read = listed("Intitulé;Direction\nAccueil;DCU\nNeuf;\n")
    assert import_list(read, by=town.hr, seen_digest=seen(read)).created == 2
    assert JobProfile.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_a_job_description_meanwhile_waits(town):
    """Another connection may read, and may not write, as long as the import lasts."""
    other = connection.copy()
    read = listed("Intitulé\nA\n")
    asked = []

    def meanwhile(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("LOCK TABLE"):
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM charters_jobprofile")
                cursor.execute("SET lock_timeout = '200ms'")
                for mode in ("ROW EXCLUSIVE", "ROW SHARE"):
                    try:
                        cursor.execute(f"BEGIN; LOCK TABLE charters_jobprofile IN {mode} MODE")
                    except Exception as error:
                        asked.append(type(error).__name__)
                    cursor.execute("ROLLBACK")
        return result

    try:
        with connection.execute_wrapper(meanwhile):
            import_list(read, by=town.hr, seen_digest=seen(read))
    finally:
        other.close()
    assert asked == ["OperationalError", "OperationalError"]


def test_many_lines_cost_what_the_rules_cost_and_no_more(town):
    """Beside the rules: a lock, the two queries of the plan, and one savepoint for all."""

    def cost(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    town.post("Premier")
    one = cost(lambda: town.post("Seul"))
    for size in (1, 25):
        read = listed("Intitulé\n" + "".join(f"Poste {size} {n}\n" for n in range(size)))
        digest = seen(read)
        spent = cost(lambda: import_list(read, by=town.hr, seen_digest=digest))  # noqa: B023
        assert spent == size * one + 5, (size, spent, one)


def test_five_hundred_lines_are_imported_in_seconds(town):
    header = "Intitulé;Réf;Direction;Encadrant;Missions\n"
    read = listed(header + "".join(f"Poste {n};{n};DVO;oui;{'Accueillir. ' * 40}\n" for n in range(500)))
    begun = time.monotonic()
    assert import_list(read, by=town.hr, seen_digest=seen(read)).created == 500
    assert time.monotonic() - begun < 30
