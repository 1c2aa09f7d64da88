"""Addresses of proposals, below a charter's."""

from django.urls import path

from charters.deliberation import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("clauses/<slug:clause>/propose/wording/", views.propose_wording, name="propose-wording"),
    path("clauses/<slug:clause>/propose/removal/", views.propose_removal, name="propose-removal"),
    path("clauses/<slug:clause>/propose/move/", views.propose_move, name="propose-move"),
    path("sections/<slug:section>/propose/", views.propose_new, name="propose-new"),
    path("proposals/<slug:proposal>/", views.proposal, name="proposal"),
    path("proposals/<slug:proposal>/comment/", views.proposal_comment, name="proposal-comment"),
    path("proposals/<slug:proposal>/support/", views.proposal_support, name="proposal-support"),
    path("proposals/<slug:proposal>/withdraw/", views.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<slug:proposal>/take-up/", views.proposal_take_up, name="proposal-take-up"),
    path("proposals/<slug:proposal>/decline/", views.proposal_decline, name="proposal-decline"),
]
