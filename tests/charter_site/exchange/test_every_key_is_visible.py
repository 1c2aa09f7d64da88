"""Every value of the sample stands on the page of its object, in words that a reader understands.

``TABLE`` says of each key on which page, and in which words; a key that it does not name fails. What is kept from
readers on purpose says why.
"""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from charters.models import Audience, Charter, Commitment, Competence, Proposal, RolloutAction, Section
from feedback.models import Comment, Feedback, Outcome, Term
from feedback.voices.models import Channel
from feedback.voices.signing import reprint_authors
from governance.models import Committee, Decision, Department, FunctionRegister, Organisation, Stakeholder, Tool
from tests.factories import MemberFactory

from .conftest import SAMPLE
from .leaves import Path, article, body, inside, leaves, plain, seen, shape

pytestmark = pytest.mark.django_db

CONTENT = json.loads(SAMPLE)
CHARTER = CONTENT["charter"]["slug"]
LEAVES: dict[str, list[tuple[Path, Any]]] = defaultdict(list)
for place, leaf in leaves(CONTENT):
    LEAVES[shape(place)].append((place, leaf))


# --- How a value is said ---------------------------------------------------------------------------

Say = Callable[[Any, Path], str]


def itself(value: Any, path: Path) -> str:
    return str(value)


def number(value: int, path: Path) -> str:
    return f"{value:,}".replace(",", " ")


def day(value: str, path: Path) -> str:
    return date_format(datetime.date.fromisoformat(value), "j F Y").replace("1 ", "1er ", value.endswith("-01"))


def month(value: str, path: Path) -> str:
    return date_format(datetime.date.fromisoformat(f"{value}-01"), "F Y")


def months(value: str, path: Path) -> str:
    return " – ".join(month(one, path) for one in value.split(" à "))


def version(value: str, path: Path) -> str:
    return f"version {value.removesuffix('.0')}"


def label(*choices: Any) -> Say:
    return lambda value, path: str(dict(pair for each in choices for pair in each.choices)[value])


def named(area: list[dict[str, Any]], key: str = "name") -> Say:
    """The other object as it is called: its code alone would say nothing to a reader."""
    return lambda value, path: next(one[key] for one in area if one["code"] == value)


def sentence(msgid: str, name: str = "") -> Say:
    """A sentence of the application, in the language of the reader."""
    return lambda value, path: gettext(msgid) % {name: value}


def stands(value: str, path: Path) -> str:
    stage = Charter.Stage(CONTENT["charter"]["status"]).label
    msgid = "What exchange files say of it: %(stage)s, version %(number)s."
    return gettext(msgid) % {"stage": stage, "number": value}


def ticked(words: str) -> Say:
    return lambda value, path: f"{'☑' if value else '☐'} | {words}"


def section(value: str, path: Path) -> str:
    """The letter of the section begins the number of its clauses; a new clause has none yet."""
    proposal = inside(CONTENT, path[:2])
    sections = CONTENT["charter"]["sections"]
    return proposal["target_clause"] or next(one["title"] for one in sections if one["code"] == value)


def first_clause(value: str, path: Path) -> str:
    return inside(CONTENT, path[:-1])["clauses"][0]["code"]


def channel(value: str, path: Path) -> str:
    """What came through the application says nothing of it, all the rest does: see ``is_silent``."""
    return "" if value == Channel.WEB else label(Channel)(value, path)


BEHALF = "mots saisis pour une autre personne"


def behalf(value: bool, path: Path) -> str:
    return BEHALF if value else ""


def author(value: str, path: Path) -> str:
    told = inside(CONTENT, path[:-1])
    return f"{told['function']}, {told['direction']}"


# --- Where it stands -------------------------------------------------------------------------------


@dataclass(frozen=True)
class On:
    """A page, by the way to the value, and how the value is said there."""

    page: Callable[[Path], str]
    say: Say = itself


@dataclass(frozen=True)
class Kept:
    """No page says it, and why."""

    why: str


def page(name: str, *args: str) -> Callable[[Path], str]:
    return lambda path: reverse(name, args=args)


def own(name: str, *args: str, key: str = "code", depth: int = 2) -> Callable[[Path], str]:
    return lambda path: reverse(name, args=[*args, inside(CONTENT, path[:depth])[key]])


def commitment(path: Path) -> str:
    code = inside(CONTENT, path[:2])["direction"]
    return reverse("commitment", args=[CHARTER, Department.objects.get(code=code).pk])


def discussed(path: Path) -> str:
    """The page of what a comment is about, and the comment on it."""
    comment = inside(CONTENT, path[:2])
    pages = {"clause": ("clause", CHARTER), "amendment": ("proposal", CHARTER), "project_feedback": ("feedback",)}
    name, *args = pages[comment["target_type"]]
    return f"{reverse(name, args=[*args, comment['target']])}#{comment['code']}"


def replied(path: Path) -> str:
    """The comment in which the reply stands."""
    comment = inside(CONTENT, path[:2])
    return discussed(path).replace(f"#{comment['code']}", f"#{comment['reply_to']}")


def reply(value: str, path: Path) -> str:
    return inside(CONTENT, path[:2])["code"]


def without_comment(path: Path) -> str:
    return discussed(path).partition("#")[0]


ORGANISATION, DEPARTMENTS, SCALE = page("organisation"), page("departments"), page("competences")
TEXT, WORDS = page("charter", CHARTER), page("vocabulary")
CLAUSE, ENTRY, COMMITTEE, DECISION = own("clause", CHARTER, depth=5), own("feedback"), own("committee"), own("decision")
STAKEHOLDER, TOOL, PROPOSAL = own("stakeholder"), own("tool"), own("proposal", CHARTER)
ACTION = own("rollout-action", CHARTER, key="order")
DIRECTION = named(CONTENT["organization"]["directions"])


def words_proposed(path: Path) -> str:
    """A new wording is shown as marked changes; its words alone stand on a page of their own."""
    proposal = inside(CONTENT, path[:2])
    if proposal["kind"] in ("modification", "fusion"):
        return reverse("proposal-compare", args=[CHARTER, proposal["code"], "after"])
    return reverse("proposal", args=[CHARTER, proposal["code"]])


def every(prefix: str, where: Callable[[Path], str], keys: str, **said: Say) -> dict[str, On | Kept]:
    """Keys of one object, on one page; those that are not simply themselves say how."""
    return {
        f"{prefix}{key}": On(where, said.get(key.replace("[]", "").replace(".", "_"), itself)) for key in keys.split()
    }


def term(area: str, list_name: str, more: str = "") -> dict[str, On | Kept]:
    code = {f"{area}[].code": On(own("term-edit", list_name))}
    return code | every(f"{area}[].", WORDS, f"label {more}")


COUNTED = Kept("with the words it would find their author: it is counted by groups, in who took part in a version")

TABLE: dict[str, On | Kept] = {
    "meta.schema_version": Kept("it is the format of the file, and says nothing of the organisation"),
    **every(
        "meta.", ORGANISATION, "language licence fictional notice inspired_by",
        language=lambda value, path: "français",
        fictional=ticked("Ce que raconte un fichier exporté est inventé"),
    ),
    **every(
        "organization.", ORGANISATION, "slug name fictional kind description headcount",
        fictional=ticked("Cette organisation est inventée"), kind=label(Organisation.Kind),
    ),
    **every("organization.directions[].", DEPARTMENTS, "code name pole headcount", headcount=number),
    **every("organization.directions[].headcount_by_category.", DEPARTMENTS, "A B C"),
    **every("competency_scale[].", SCALE, "level label meaning"),
    **every(
        "competencies[].", SCALE, "code label definition crep_criterion levels_agent[] levels_manager[]",
        crep_criterion=label(Competence.Criterion),
    ),
    **term("participation_levels", Term.List.PARTICIPATION, "definition"),
    **term("cooperation_modes", Term.List.COOPERATION_MODE),
    **term("obstacle_types", Term.List.HINDRANCE),
    **term("lever_types", Term.List.LEVER),
    "charter.slug": Kept("it is the address of the page, and stands in the one of all pages of the charter"),
    **every(
        "charter.", TEXT, "title version status language preamble scope",
        version=stands, status=label(Charter.Stage),
        language=sentence("Written in French."),
    ),
    **every(
        "charter.sections[].", TEXT, "code order kind title summary",
        code=first_clause, kind=label(Section.Kind),
    ),
    **every(
        "charter.sections[].clauses[].", CLAUSE,
        "code title text note indicators[] audience[] competencies[] hr_wording.fiche_de_poste "
        "hr_wording.lettre_de_mission hr_wording.entretien_professionnel",
        audience=label(Audience), competencies=named(CONTENT["competencies"], "label"),
    ),
    **every(
        "project_feedback[].", ENTRY,
        "code project period.start period.end context cooperation_modes[] cooperation_modes_detail helped[].type "
        "helped[].text hindered[].type hindered[].text lessons[] directions[] categories[] participants_estimate "
        "external_stakeholders external_stakeholders[] supports_clauses[] outcome tools[] recorded_by status",
        period_start=month, period_end=month, cooperation_modes=named(CONTENT["cooperation_modes"], "label"),
        helped_type=named(CONTENT["lever_types"], "label"), hindered_type=named(CONTENT["obstacle_types"], "label"),
        directions=DIRECTION, external_stakeholders=named(CONTENT["stakeholders"]), tools=named(CONTENT["tools"]),
        outcome=label(Feedback.Outcome), status=label(Feedback.Status),
    ),
    **every(
        "committees[].", COMMITTEE,
        "code name acronym kind role decides_on decides_on[] advises_on advises_on[] informed_of informed_of[] "
        "members_by_function[] chaired_by_function frequency documents_shared[].document "
        "documents_shared[].shared_with[] documents_shared[].delay scope legal_basis",
        kind=label(Committee.Kind), scope=label(Committee.Scope),
    ),
    **every(
        "decisions[].", DECISION, "code committee date type subject text reason owner_function review_on visibility",
        committee=named(CONTENT["committees"]), date=day, type=label(Decision.Type), review_on=day,
        visibility=label(Decision.Visibility),
    ),
    **every(
        "stakeholders[].", STAKEHOLDER,
        "code name kind expectations contributes influence involved_at[] single_contact_function directions[]",
        kind=label(Stakeholder.Kind), influence=label(Stakeholder.Influence), involved_at=label(Stakeholder.Stage),
        directions=DIRECTION,
    ),
    **every(
        "tools[].", TOOL,
        "code name kind family use_when avoid_when usage_rules[] accessibility_note data_note support_contact_function",
        kind=label(Tool.Kind), family=label(Tool.Family),
    ),
    **every(
        "amendments[].", PROPOSAL,
        "code kind target_clause section title motive author.function author.direction channel entered_on_behalf "
        "submitted_on status response supports_count supporting_feedback supporting_feedback[]",
        kind=label(Proposal.Kind), section=section, author_function=author, author_direction=author, channel=channel,
        entered_on_behalf=behalf, submitted_on=day, status=label(Outcome, Proposal.Stage),
    ),
    "amendments[].proposed_text": On(words_proposed),
    "amendments[].author.category": COUNTED,
    **every(
        "comments[].", discussed,
        "code kind text author.function author.direction channel entered_on_behalf posted_on",
        kind=label(Comment.Kind), author_function=author, author_direction=author, channel=channel,
        entered_on_behalf=behalf, posted_on=day,
    ),
    "comments[].target_type": On(discussed, reply),
    "comments[].target": On(without_comment),
    "comments[].author.category": COUNTED,
    "comments[].reply_to": On(replied, reply),
    **every(
        "adhesions[].", commitment,
        "direction version status date signed_by_function team_discussion_date commitments commitments[] comment",
        direction=DIRECTION, version=version, status=label(Commitment.Status), date=day, team_discussion_date=day,
    ),
    **every(
        "deployment_plan[].", ACTION, "order step period actions[] owner_function audience[]",
        order=sentence("Action %(number)s of the plan", "number"), period=months,
        audience=label(RolloutAction.Concerned),
    ),
}  # fmt: skip


# --- The pages -------------------------------------------------------------------------------------


class Pages:
    """Pages in French as a facilitator who administers and manages reads them, each fetched once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.fetched: dict[str, str] = {}
        self.read: dict[str, str] = {}

    def at(self, address: str) -> str:
        if address not in self.read:
            path, _hash, comment = address.partition("#")
            if path not in self.fetched:
                answer = self.client.get(path, headers={"Accept-Language": "fr"})
                assert answer.status_code == 200, (path, answer.status_code)
                self.fetched[path] = body(answer.content.decode())
            html = self.fetched[path]
            self.read[address] = seen(article(html, f">{comment}<") if comment else html)
        return self.read[address]


@pytest.fixture(scope="module")
def pages(sample_stored: None, django_db_blocker: Any) -> Iterator[Pages]:
    """The sample, in an organisation where many people hold each function: a function held by few is never shown."""
    with django_db_blocker.unblock():
        departments = {department.code: department for department in Department.objects.all()}
        voices = [entry["author"] for area in ("amendments", "comments") for entry in CONTENT[area]]
        held = {(told["function"], told["direction"]) for told in voices}
        held |= {tuple(entry["recorded_by"].rsplit(", ", 1)) for entry in CONTENT["project_feedback"]}
        FunctionRegister.objects.bulk_create(
            FunctionRegister(department=departments[code], function=function, holders=25) for function, code in held
        )
        reprint_authors()
        reader = MemberFactory(
            department=departments["DGS"], manager=True, facilitator=True, administrator=True, hr=True
        )
        connection.check_constraints()
        client = Client()
        client.force_login(reader)
        yield Pages(client)


def is_silent(key: str, page: str) -> bool:
    """Whether a voice says nothing of how it came, or of who typed it, in its own part of the page."""
    own = re.split(r"\| (Répondre à|Pourquoi)", page)[0]
    others = [str(name) for code, name in Channel.choices if code != Channel.WEB]
    told = "|".join(map(re.escape, others if key.endswith("channel") else [BEHALF]))
    return not re.search(rf"[(|,] ?({told})", own, re.IGNORECASE)


def test_the_table_names_each_key_of_the_sample():
    assert LEAVES.keys() == TABLE.keys()


@pytest.mark.parametrize("key", [key for key, where in TABLE.items() if isinstance(where, On)])
def test_every_value_stands_on_the_page_of_its_object(pages: Pages, key: str):
    where = TABLE[key]
    hidden = []
    with translation.override("fr"):
        for path, value in LEAVES[key]:
            if value in (None, [], ""):
                continue
            said, page = plain(where.say(value, path)), pages.at(where.page(path))
            found = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", page, re.IGNORECASE)
            if not (found if said else is_silent(key, page)):
                hidden.append((where.page(path), said))
    assert hidden == []
