"""Addresses of consent rounds, below a charter's."""

from django.urls import path

from charters.consent.views import leading, objections, positions, reading

OBJECTION = "rounds/<slug:round>/objections/<uuid:objection>"

urlpatterns = [
    path("proposals/<slug:proposal>/round/", leading.round_open, name="round-open"),
    path("rounds/", reading.rounds, name="rounds"),
    path("rounds/<slug:round>/", reading.round, name="round"),
    path("rounds/<slug:round>/step/<slug:move>/", leading.round_step, name="round-step"),
    path("rounds/<slug:round>/position/", positions.round_position, name="round-position"),
    path(
        "rounds/<slug:round>/positions/<uuid:position>/confirm/",
        positions.round_position_confirm,
        name="round-position-confirm",
    ),
    path("rounds/<slug:round>/amend/", positions.round_amend, name="round-amend"),
    path(f"{OBJECTION}/examine/", objections.objection_examine, name="objection-examine"),
    path(f"{OBJECTION}/end/", objections.objection_end, name="objection-end"),
    path(f"{OBJECTION}/withdraw/", objections.objection_withdraw, name="objection-withdraw"),
    path(f"{OBJECTION}/committee/", objections.objection_committee_answer, name="objection-committee-answer"),
    path("rounds/<slug:round>/decide/", leading.round_decide, name="round-decide"),
    path("rounds/<slug:round>/review/", leading.round_review, name="round-review"),
]
