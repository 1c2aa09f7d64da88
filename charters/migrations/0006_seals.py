"""The ledger of seals covers the versions, the commitments and the history of the text, with the rows that are there.

To go back before it, take governance 0003 back too: a ledger does not forget, and would miss the tables that went.
"""

from django.db import migrations

from governance.covering import Cover

HISTORY = "history_id history_date history_type history_user_id history_change_reason opens_revision proposals"


class Migration(migrations.Migration):
    dependencies = [("charters", "0005_commitments"), ("governance", "0003_seals")]

    # In the order in which existing rows are sealed: the text, then the versions made of it, then what was promised.
    operations = [
        Cover(
            "charters_historicalcharter",
            "history_id",
            f"{HISTORY} id row_version revision slug title language preamble scope stage target_version "
            "version_in_force_id",
        ),
        Cover(
            "charters_historicalsection",
            "history_id",
            f"{HISTORY} id row_version revision charter_id code position kind title summary",
        ),
        Cover(
            "charters_historicalclause",
            "history_id",
            f"{HISTORY} id row_version revision charter_id section_id code position title text note indicators audience "
            "hr_job_description hr_mission_letter hr_interview competences removed",
        ),
        Cover(
            "charters_version",
            "id",
            "id charter_id draft_id submission based_on_id title language preamble scope message competence_scale form "
            "reasons_without_experience is_erratum counted_upto kept_for_later answer_expected_on prepared_by "
            "submitted_by submitted_at content_hash",
        ),
        Cover("charters_versionsection", "id", "id version_id position code kind title summary"),
        Cover(
            "charters_versionclause",
            "id",
            "id version_id section_id position code revision title text note indicators audience hr_job_description "
            "hr_mission_letter hr_interview competences",
        ),
        Cover(
            "charters_versionstep",
            "id",
            "id version_id charter_id sequence kind by by_function at reason until content_hash number validating_body "
            "history_upto history_digest previous_hash chain_hash",
        ),
        Cover("charters_draftstep", "id", "id draft_id sequence kind until counted_upto reason by by_function at"),
        Cover("charters_opinionrequest", "id", "id version_id committee_id required touches by by_function at"),
        Cover(
            "charters_opinion",
            "id",
            "id version_id committee_id committee_name sequence verdict on reference words correction_reason "
            "recorded_by recorded_by_function recorded_at",
        ),
        Cover("charters_returnreason", "id", "id step_id code reason"),
        Cover("charters_sponsorship", "id", "id clause_id sequence by by_function takes words at"),
        Cover(
            "charters_commitment",
            "id",
            "id charter_id department_id version_label version_id sequence status date signed_by_function "
            "team_discussion_date clause_codes promises hours_freed hours_period stops comment recorded_by recorded_at",
        ),
        Cover(
            "charters_commitmentfollowup",
            "id",
            "id charter_id department_id version_label clause_code number state reason hours_freed hours_period day by "
            "by_function at",
        ),
        Cover(
            "charters_yearlyreview",
            "id",
            "id charter_id number version_label held_on committee_id looked_at findings changes next_on by by_function "
            "at",
        ),
    ]
