"""What a page of proposals is about, and the way that leads to it."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.deliberation.models import Proposal
from charters.deliberation.reading import proposals_for_reading
from charters.text.models import Clause


def find_proposal(charter: str, code: str) -> Proposal:
    return get_object_or_404(proposals_for_reading(), charter__slug=charter, code=code)


def find_clause(request: HttpRequest, charter: str, code: str) -> Clause:
    """The clause of the form. Removed while someone was writing, it is still found: what was typed is given back."""
    clauses = Clause.objects.all() if request.method == "POST" else Clause.objects.in_text()
    return get_object_or_404(clauses.select_related("charter", "section"), charter__slug=charter, code=code)


def trail_to_propose(clause: Clause) -> list[tuple[str, str]]:
    return [
        (_("The charter"), clause.charter.get_absolute_url()),
        (clause.code, clause.get_absolute_url()),
        (_("Make a proposal"), ""),
    ]


def trail_of(proposal: Proposal) -> list[tuple[str, str]]:
    """The way to a proposal: through its clause when it has one, through the list otherwise."""
    way = [(_("The charter"), proposal.charter.get_absolute_url())]
    if proposal.clause:
        address = reverse("clause", args=[proposal.charter.slug, proposal.clause.code])
        way.append((proposal.clause.code, address))
    else:
        way.append((_("Proposals"), reverse("proposals", args=[proposal.charter.slug])))
    return [*way, (proposal.code, proposal.get_absolute_url())]
