"""Loading the demonstration: an invented organisation, its people, and a first version that is in force."""

import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter_site import (
    demo,
    demonstration_commitments,
    demonstration_debates,
    demonstration_directory,
    demonstration_experience,
    demonstration_grounds,
    demonstration_hr,
    demonstration_projects,
    demonstration_registry,
    demonstration_workshops,
    exchange,
)
from charter_site.exchange.checking import check
from charter_site.exchange.importing import store
from charters.models import Charter, Opinion
from charters.versions import consulting, deciding, opinions, preparing
from charters.versions.gates import without_experience
from feedback.voices.signing import reprint_authors
from governance.models import Committee, Department, FunctionRegister, Member, Organisation
from governance.people import roles
from governance.plain_text import normalise
from governance.refusals import Refused

SAMPLE = Path(exchange.__file__).parent / "aubrelle_fr.json"

STAFF_COMMITTEE = "INST-04"
BEFORE_THE_SAMPLE = datetime.date(2026, 1, 1)

# How many people hold a function, invented. Where few do, contributions print the division only.
FUNCTIONS = {
    "DPVD": {
        "Agent de collecte": 61,
        "Agente de collecte": 12,
        "Chauffeur poids lourd": 24,
        "Agente de déchèterie": 14,
        "Responsable d'exploitation": 3,
    },
    "DVEP": {
        "Jardinier": 38,
        "Chef d'équipe": 14,
        "Technicien voirie": 11,
        "Chef d'équipe espaces verts": 6,
        "Responsable de dépôt": 3,
    },
    "DEPE": {
        "Agente d'entretien": 58,
        "Aide de cuisine": 42,
        "Animatrice petite enfance": 22,
        "Second de cuisine": 9,
    },
    "DBAT": {"Agent technique": 31, "Technicienne bâtiments": 4, "Responsable de service": 3},
    "DCLP": {"Agente de bibliothèque": 19, "Chargée de projet": 2},
    "DCOM": {"Chargée d'accueil": 10, "Agente d'accueil": 3},
    "DSOL": {"Travailleuse sociale": 7, "Coordinatrice santé": 1},
    "DUHM": {"Instructrice droit des sols": 5, "Directeur": 1},
}


@transaction.atomic
def load() -> bool:
    """Load everything, or nothing. False when it is already there; raises Refused where anyone else lives."""
    if is_loaded():
        return False
    refuse_other_people()
    store(check(SAMPLE.read_bytes()), source=SAMPLE.name)
    register_functions()
    members = {account.email: create(account) for account in demo.ACCOUNTS}
    put_in_force(
        Charter.objects.get(),
        prepared_by=members["facilitatrice@aubrelle.example"],
        validated_by=members["direction.generale@aubrelle.example"],
    )
    demonstration_debates.debate(Charter.objects.get())
    demonstration_commitments.live(Charter.objects.get())
    demonstration_workshops.hold(Charter.objects.get())
    demonstration_registry.live()
    demonstration_directory.tell()
    demonstration_grounds.ground(Charter.objects.get())
    demonstration_experience.leave_halfway()
    demonstration_projects.use(Charter.objects.get())
    demonstration_hr.live()
    return True


def is_loaded() -> bool:
    accounts = Member.objects.filter(is_demonstration=True, email__in=[account.email for account in demo.ACCOUNTS])
    return Organisation.objects.exists() and accounts.count() == len(demo.ACCOUNTS)


def refuse_other_people() -> None:
    """The demonstration never mixes with real people: their accounts would be one click away."""
    if Organisation.objects.exists() or Member.objects.exists():
        raise Refused(
            _(
                "The demonstration was not loaded: this database already holds an organisation or accounts. "
                "Use an empty database, or remove the folder var/ to start the demonstration again."
            )
        )


def register_functions() -> None:
    """Say how many people hold each function, then print authors accordingly."""
    departments = {department.code: department for department in Department.objects.all()}
    FunctionRegister.objects.bulk_create(
        FunctionRegister(department=departments[code], function=function, holders=holders)
        for code, functions in FUNCTIONS.items()
        for function, holders in functions.items()
    )
    reprint_authors()


def create(account: demo.Account) -> Member:
    member = Member.objects.create_member(
        account.email,
        demo.PASSWORD,
        name=account.name,
        function=account.function,
        department=Department.objects.get(code=account.department),
        category=account.category,
        is_manager=account.is_manager,
        is_field_staff=account.is_field_staff,
        is_demonstration=True,
    )
    for role in account.roles:
        roles.grant(member, role, by=None, reason=_("Account of the demonstration"))
    return member


def put_in_force(charter: Charter, *, prepared_by: Member, validated_by: Member) -> None:
    """Take the imported text through the rules that every version goes through."""
    draft = preparing.prepare(charter, by=prepared_by)
    bare = without_experience(charter.pk).values_list("code", flat=True)
    draft = preparing.revise_draft(
        draft,
        by=prepared_by,
        message=normalise(_("First version of the charter, as it was written with the departments.")),
        reasons=dict.fromkeys(bare, normalise(_("Asked for in the workshops; no project has tried it yet."))),
        opinions_from=[STAFF_COMMITTEE],
        seen=draft.row_version,
    )
    # the consultation that the sample tells of goes on after this version: what it brings is for the next one
    today = timezone.localdate()
    consulting.open_consultation(draft, by=prepared_by, until=today, seen=draft.row_version)
    why = normalise(_("The first version is the text that the workshops wrote; contributions are for the next one."))
    closing = {"counted_upto": BEFORE_THE_SAMPLE, "reason": why, "seen": draft.row_version}
    consulting.close_consultation(draft, by=prepared_by, **closing)
    version = preparing.submit(draft, by=prepared_by, seen=draft.row_version)
    opinions.record_opinion(
        version,
        Committee.objects.get(code=STAFF_COMMITTEE),
        by=prepared_by,
        verdict=Opinion.Verdict.FAVOURABLE,
        on=today,
        reference=normalise(_("Minutes of the session, item 2")),
    )
    deciding.validate(version, by=validated_by, seen_hash=version.content_hash)
