"""The organisation as a file of the latest format: what was imported, and all that happened since."""

import json
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from charter_site.exchange.areas import (
    commitments,
    deliberation,
    experience,
    governance,
    grounds,
    members,
    organisation,
    projects,
    text,
    versions,
    workshops,
)
from charter_site.exchange.schema_rules import LATEST, validator
from charters.models import Charter
from governance.models import Organisation
from governance.refusals import Refused


@transaction.atomic
def tell() -> dict[str, Any]:
    """Everything, at one moment: what is written meanwhile is in the next export."""
    if not connection.savepoint_ids:  # inside a larger transaction, the moment is already chosen
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    charter = Charter.objects.order_by("pk").first()
    if not Organisation.objects.exists() or charter is None:
        raise Refused(
            _("There is nothing to export yet: describe the organisation and open a charter, then export again.")
        )
    told = {
        **organisation.tell(),
        **text.tell(charter),
        **experience.tell(),
        **governance.tell(),
        "amendments": deliberation.tell_proposals(),
        "comments": deliberation.tell_comments(charter),
        **commitments.tell(charter),
        **members.tell(),
        **versions.tell(charter),
        **grounds.tell(),
        **projects.tell(),
        **workshops.tell(),
    }
    return in_order(told, validator(LATEST).schema)


def in_order(value: Any, described: dict[str, Any]) -> Any:
    """The same values with keys in the order of the schema: two exports can be compared line by line."""
    for choice in described.get("oneOf", []):
        described = choice if choice != {"type": "null"} else described
    if isinstance(value, dict) and (known := described.get("properties")):
        return {key: in_order(value[key], known[key]) for key in known if key in value}
    if isinstance(value, list) and "items" in described:
        return [in_order(entry, described["items"]) for entry in value]
    return value


def written(content: dict[str, Any]) -> bytes:
    """The bytes of a file: UTF-8 without byte order mark, one value a line."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
