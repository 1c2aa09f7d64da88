"""What a proposal changes, for the pages that show it."""

from django import template

from charters.deliberation.models import Proposal
from charters.deliberation.reading import changes_of
from charters.text.comparing import Comparison

register = template.Library()


@register.simple_tag
def what_changes(proposal: Proposal) -> Comparison:
    """The present words of the clause beside those that a proposal asks for; the proposal comes with its base."""
    return changes_of(proposal)
