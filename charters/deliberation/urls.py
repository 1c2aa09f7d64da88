"""Addresses of proposals, and of the clause that they change, below a charter's."""

from django.urls import path

from charters.deliberation.views import answering, desk, editing, proposing, reading, wordings

urlpatterns = [
    path("proposals/", reading.proposals, name="proposals"),
    path("clauses/<slug:clause>/edit/", editing.clause_edit, name="clause-edit"),
    path("clauses/<slug:clause>/merge/", desk.clause_merge, name="clause-merge"),
    path("clauses/<slug:clause>/propose/wording/", proposing.propose_wording, name="propose-wording"),
    path("clauses/<slug:clause>/propose/removal/", proposing.propose_removal, name="propose-removal"),
    path("clauses/<slug:clause>/propose/move/", proposing.propose_move, name="propose-move"),
    path("sections/<slug:section>/propose/", proposing.propose_new, name="propose-new"),
    path("proposals/<slug:proposal>/", reading.proposal, name="proposal"),
    path("proposals/<slug:proposal>/<view:view>/", reading.proposal_compare, name="proposal-compare"),
    path("proposals/<slug:proposal>/wordings/", reading.proposal_wordings, name="proposal-wordings"),
    path("proposals/<slug:proposal>/comment/", reading.proposal_comment, name="proposal-comment"),
    path("proposals/<slug:proposal>/support/", reading.proposal_support, name="proposal-support"),
    path("proposals/<slug:proposal>/withdraw/", reading.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<slug:proposal>/confirm/", wordings.proposal_confirm, name="proposal-confirm"),
    path("proposals/<slug:proposal>/amend/", wordings.proposal_amend, name="proposal-amend"),
    path("proposals/<slug:proposal>/take-up/", answering.proposal_take_up, name="proposal-take-up"),
    path("proposals/<slug:proposal>/decline/", answering.proposal_decline, name="proposal-decline"),
    path("proposals/<slug:proposal>/join/", answering.proposal_join, name="proposal-join"),
]
