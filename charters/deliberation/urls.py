"""Addresses of proposals, below a charter's."""

from django.urls import path

from charters.deliberation import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("clauses/<str:clause>/propose/wording/", views.propose_wording, name="propose-wording"),
    path("clauses/<str:clause>/propose/removal/", views.propose_removal, name="propose-removal"),
    path("clauses/<str:clause>/propose/move/", views.propose_move, name="propose-move"),
    path("sections/<str:section>/propose/", views.propose_new, name="propose-new"),
    path("proposals/<str:proposal>/", views.proposal, name="proposal"),
    path("proposals/<str:proposal>/comment/", views.proposal_comment, name="proposal-comment"),
    path("proposals/<str:proposal>/support/", views.proposal_support, name="proposal-support"),
    path("proposals/<str:proposal>/withdraw/", views.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<str:proposal>/take-up/", views.proposal_take_up, name="proposal-take-up"),
    path("proposals/<str:proposal>/decline/", views.proposal_decline, name="proposal-decline"),
]
