"""How an author is told in a file: as they chose to sign, and no further."""

from charter_site.exchange.ledger import Content
from feedback.voices.models import Contribution
from governance.models import SignsAs


def tell_author(contribution: Contribution) -> Content:
    """The author of a contribution, whose ``author`` and ``department`` are loaded.

    By function, the file says the function and no member, even though the database knows one. Anonymous, it says
    nobody, and the groups that were large enough to be kept.
    """
    department = contribution.department.code if contribution.department else None
    category = contribution.category or None
    told: Content = {"site": contribution.site} if contribution.site else {}
    if contribution.signature == SignsAs.ANONYMOUS:
        group = {"pole": contribution.pole, "direction": department, "category": category}
        return told | {"author": None} | ({"group": group} if any(group.values()) else {})
    author: Content = {"function": contribution.function, "direction": department, "category": category}
    if contribution.signature == SignsAs.NAME and contribution.author:
        author["member"] = str(contribution.author.pseudonym)
    return told | {"author": author}
