"""Who speaks, as readers are told."""

from django import template
from django.utils.translation import gettext as _

from feedback.voices.models import Channel, Contribution
from governance.people.models import SignsAs

register = template.Library()


@register.filter
def author(contribution: Contribution) -> str:
    """What is printed of the author: chosen by them, and never more than enough people share."""
    if contribution.signature == SignsAs.ANONYMOUS:
        where = contribution.printed_as
        return _("Anonymously, %(division)s") % {"division": where} if where else _("Anonymously")
    return contribution.printed_as or _("Someone of the organisation")


@register.filter
def channel(contribution: Contribution) -> str:
    """How the words came, when it is not through the application: "paper card, entered for its author"."""
    words = [] if contribution.channel == Channel.WEB else [contribution.get_channel_display()]
    if contribution.site:
        words.append(contribution.site)
    if contribution.on_behalf:
        words.append(_("entered for its author"))
    return ", ".join(words)
