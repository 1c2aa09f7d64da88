"""What the ledger of seals covers of the charters; ``governance.seals`` says how, and what it never covers.

One entry here and one line in a migration (``governance.covering.Cover``) cover a table; a new sealed model is in one
of the two lists of ``tests/charters/test_covered.py``.
"""

from charters.commitments.models import Commitment, CommitmentFollowUp, YearlyReview
from charters.hr.models import GridOpinion
from charters.text.models import Charter, Clause, Section
from charters.versions.life import DraftStep, Opinion, OpinionRequest, ReturnReason, Sponsorship
from charters.versions.models import Version, VersionClause, VersionSection, VersionStep
from governance.seals import cover

HISTORY = "history_id history_date history_type history_user_id history_change_reason opens_revision proposals"

cover(
    Charter.history.model,
    f"{HISTORY} id row_version revision slug title language preamble scope stage target_version version_in_force_id",
)
cover(Section.history.model, f"{HISTORY} id row_version revision charter_id code position kind title summary")
cover(
    Clause.history.model,
    f"{HISTORY} id row_version revision charter_id section_id code position title text note indicators audience "
    "hr_job_description hr_mission_letter hr_interview competences removed",
)
cover(
    Version,
    "id charter_id draft_id submission based_on_id title language preamble scope message competence_scale form "
    "reasons_without_experience is_erratum counted_upto kept_for_later answer_expected_on prepared_by submitted_by "
    "submitted_at content_hash",
)
cover(VersionSection, "id version_id position code kind title summary")
cover(
    VersionClause,
    "id version_id section_id position code revision title text note indicators audience hr_job_description "
    "hr_mission_letter hr_interview competences",
)
cover(
    VersionStep,
    "id version_id charter_id sequence kind by by_function at reason until content_hash number validating_body "
    "history_upto history_digest previous_hash chain_hash",
)
cover(DraftStep, "id draft_id sequence kind until counted_upto reason by by_function at")
cover(OpinionRequest, "id version_id committee_id required touches by by_function at")
cover(
    Opinion,
    "id version_id committee_id committee_name sequence verdict on reference words correction_reason recorded_by "
    "recorded_by_function recorded_at",
)
cover(ReturnReason, "id step_id code reason")
cover(Sponsorship, "id clause_id sequence by by_function takes words at")
cover(
    Commitment,
    "id charter_id department_id version_label version_id sequence status date signed_by_function "
    "team_discussion_date clause_codes promises hours_freed hours_period stops comment recorded_by recorded_at",
)
cover(
    CommitmentFollowUp,
    "id charter_id department_id version_label clause_code number state reason hours_freed hours_period day by "
    "by_function at",
)
cover(
    YearlyReview,
    "id charter_id number version_label held_on committee_id looked_at findings changes next_on by by_function at",
)
cover(
    GridOpinion,
    "id version_id scale_digest committee_id committee_name sequence verdict on reference words correction_reason "
    "recorded_by recorded_by_function recorded_at",
)
