"""What kept a message from leaving, in a sentence: the outbox keeps codes only."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KILLED, RESTORED = "worker killed", "backup restored"

# What the kind of a failure begins with, and what it means for whoever looks after the site.
SENTENCES: dict[str, str | Promise] = {
    KILLED: gettext_lazy("The server of this site was stopped while the message was leaving."),
    RESTORED: gettext_lazy("The data of this site were restored from a backup: the message may have left since then."),
    "SMTPAuthenticationError": gettext_lazy("The mail server refuses the user name or the password of this site."),
    "SMTPNotSupportedError": gettext_lazy(
        "The mail server does not offer the safe connection that this site asks for."
    ),
    "SSL": gettext_lazy("The mail server does not prove who it is: its certificate is not accepted."),
    "gaierror": gettext_lazy("Nobody knows the name of the mail server that was given."),
    "ConnectionRefusedError": gettext_lazy("The mail server is stopped, or is not at the address that was given."),
    "SMTPServerDisconnected": gettext_lazy("The mail server hung up, or took too long to answer."),
    "TimeoutError": gettext_lazy("The mail server took too long to answer."),
    "ValueError": gettext_lazy("No message can carry this address or these words."),
    "Unicode": gettext_lazy("No message can carry this address or these words."),
}


def told(trouble: str) -> str:
    """The sentence for a trouble as it is kept; nothing when there was none."""
    if not trouble:
        return ""
    if re.match(r"4\d\d\b", trouble):
        return _("The mail server asks to wait (code %(code)s).") % {"code": trouble}
    if re.match(r"\d", trouble):
        return _("The mail server refuses it (code %(code)s).") % {"code": trouble}
    for kind, sentence in SENTENCES.items():
        if trouble.startswith(kind):
            return str(sentence)
    code = re.search(r"\d+$", trouble)
    if code:
        return _("The mail server takes no message of this site (code %(code)s).") % {"code": code[0]}
    return _("The mail server cannot be reached.")
