"""The people of the demonstration: one for each thing that one may come to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.people.models import Role, StaffCategory

PASSWORD = "charte-demo"  # no account of the demonstration can sign in outside it


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the demonstration organisation, and what to try under their name."""

    email: str
    name: str
    function: str
    department: str
    category: str
    can: Promise
    roles: tuple[str, ...] = ()
    is_manager: bool = False
    is_field_staff: bool = False


ACCOUNTS = (
    Account(
        email="agente.collecte@aubrelle.example",
        name="Maëlle Courtebranche",
        function="Agente de collecte",
        department="DPVD",
        category=StaffCategory.C,
        is_field_staff=True,
        can=_("Reads the charter on the phone, comments on it, supports a proposal, tells what happened on a project."),
    ),
    Account(
        email="redacteur@aubrelle.example",
        name="Tristan Valbrune",
        function="Rédacteur",
        department="DAJA",
        category=StaffCategory.B,
        can=_("Proposes a clause, a new wording or a removal, and follows what becomes of it."),
    ),
    Account(
        email="cheffe.projet@aubrelle.example",
        name="Solène Montclairvaux",
        function="Cheffe de projet",
        department="DSIN",
        category=StaffCategory.A,
        can=_("Shares the lessons of a project, and links them to the clauses they illustrate."),
    ),
    Account(
        email="facilitatrice@aubrelle.example",
        name="Édith Larchevigne",
        function="Chargée de mission coopération",
        department="DGS",
        category=StaffCategory.A,
        roles=(Role.FACILITATOR,),
        can=_("Answers proposals, edits the working text, enters paper contributions, prepares a version."),
    ),
    Account(
        email="rh@aubrelle.example",
        name="Gaspard Hautefontaine",
        function="Responsable de l'unité emplois et compétences",
        department="DRH",
        category=StaffCategory.A,
        roles=(Role.HR,),
        is_manager=True,
        can=_(
            "Quotes the clauses in force in job descriptions, mission letters and interview grids, one or many at once."
        ),
    ),
    Account(
        email="direction.generale@aubrelle.example",
        name="Hélène Rochevalier",
        function="Directrice générale des services",
        department="DGS",
        category=StaffCategory.A,
        roles=(Role.EXECUTIVE,),
        is_manager=True,
        can=_("Reads what changes in a submitted version, then validates it or returns it with reasons."),
    ),
    Account(
        email="directeur.duhm@aubrelle.example",
        name="Baptiste Layracourt",
        function="Directeur de l'urbanisme, de l'habitat et des mobilités",
        department="DUHM",
        category=StaffCategory.A,
        roles=(Role.DEPARTMENT_HEAD,),
        is_manager=True,
        can=_("Signs the commitment of the department, completes it, and says which promises are kept."),
    ),
    Account(
        email="admin@aubrelle.example",
        name="Ysée Pontmerveil",
        function="Administratrice de l'application",
        department="DSIN",
        category=StaffCategory.B,
        roles=(Role.ADMINISTRATOR,),
        can=_("Invites members, gives them roles and departments; cannot give a role to oneself."),
    ),
)
