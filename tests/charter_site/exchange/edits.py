"""One edit of each kind, made on the real pages as a reader without JavaScript makes it, and what it must change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from lxml import html

from charters.models import Charter, Citation
from charters.versions import deciding
from feedback.models import Term
from governance.models import Department, Member, Stakeholder, Tool
from tests import circuit
from tests.factories import MemberFactory

CHARTER = "charte-de-cooperation"
WHY = "Parce que c'est plus clair."
Flat = dict[str, Any]


# --- The export, flat ------------------------------------------------------------------------------


def flatten(value: Any, place: str = "") -> Flat:
    """Every value by its place; what has a code stands under it, so that an object keeps its place."""
    if isinstance(value, dict):
        parts = [(f"{place}.{key}".lstrip("."), part) for key, part in value.items()]
    elif isinstance(value, list):
        names = [_name(part, number) for number, part in enumerate(value)]
        parts = [(f"{place}[{name}]", part) for name, part in zip(names, value, strict=True)]
    else:
        return {place: value}
    flat = {key: leaf for name, part in parts for key, leaf in flatten(part, name).items()}
    if isinstance(value, list) and value and any(name != number for number, name in enumerate(names)):
        flat[f"{place}.order"] = names
    return flat or {place: value}


def _name(part: Any, number: int) -> str | int:
    return part.get("code") or part.get("direction") or number if isinstance(part, dict) else number


def changed(before: Flat, after: Flat) -> set[str]:
    """The places whose value is no longer the same, those that came and those that went included."""
    missing = object()
    return {key for key in before.keys() | after.keys() if before.get(key, missing) != after.get(key, missing)}


# --- The people and their pages --------------------------------------------------------------------


def head_of(department: Department) -> Member:
    return MemberFactory(department=department, heads=department, manager=True)


class Desk:
    """Browsers of the people who edit, and a form sent as they send it."""

    def __init__(self) -> None:
        departments = {department.code: department for department in Department.objects.all()}
        here = {"department": departments["DGS"], "manager": True}
        self.facilitator = MemberFactory(facilitator=True, **here)
        self.executive = MemberFactory(executive=True, **here)
        people = {
            "facilitator": self.facilitator,
            "executive": self.executive,
            "administrator": MemberFactory(administrator=True, **here),
            "hr": MemberFactory(hr=True, **here),
            "agent": MemberFactory(**here),
            **{f"head of {code}": head_of(departments[code]) for code in ("DSIN", "DUHM", "DECO")},
        }
        self.clients = {name: Client(headers={"Accept-Language": "en"}) for name in people}
        for name, client in self.clients.items():
            client.force_login(people[name])

    def fields(self, address: str, by: str, page: str = "") -> dict[str, list[str]]:
        """What the form for this address holds when its page opens."""
        answer = self.clients[by].get(page or address)
        assert answer.status_code == 200, (page or address, by, answer.status_code)
        for form in html.fromstring(answer.content).forms:
            aim = urlsplit(form.get("action") or (page or address)).path
            if form.method == "POST" and aim == urlsplit(address).path:
                values: dict[str, list[str]] = {name: [] for name in form.fields if name}
                for name, value in form.form_values():
                    values[name].append(value.removeprefix("\n"))
                return values
        raise AssertionError(f"{page or address} has no form for {address}")

    def shown(self, address: str, by: str) -> set[str]:
        """The names of all that can be filled or pressed on a page that sends something."""
        answer = self.clients[by].get(address)
        assert answer.status_code == 200, (address, by, answer.status_code)
        return set(html.fromstring(answer.content).xpath("//form[@method='post']//@name"))

    def send(self, address: str, *, by: str, page: str = "", **typed: Any) -> None:
        """Type these words over what the form holds, and send it: a redirection is the only answer that will do."""
        values = self.fields(address, by, page)
        assert typed.keys() <= values.keys(), (address, typed.keys() - values.keys())
        for name, value in typed.items():
            values[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)] * (value != "off")
        answer = self.clients[by].post(address, values)
        if answer.status_code != 303:
            said = html.fromstring(answer.content).xpath("//*[@role='alert']")
            raise AssertionError((address, answer.status_code, [each.text_content() for each in said]))


def at(name: str, *args: Any) -> str:
    """The address of a page; a commitment is at the key of its department, whose code is given."""
    if name.startswith("commitment-"):
        code, *others = args
        args = (CHARTER, key_of(Department, code=code), *others)
    return reverse(name, args=args)


def key_of(model: Any, **which: Any) -> int:
    return model.objects.get(**which).pk


def version_in_force(desk: Desk) -> None:
    """A head signs what management validated: the sample alone has no validated version."""
    version = circuit.submit(Charter.objects.get(), by=desk.facilitator)
    circuit.hear_everyone(version, by=desk.facilitator)
    deciding.validate(version, by=desk.executive, seen_hash=version.content_hash)


# --- The edits -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """``keys`` are the places that change, and no other; ``trace`` what the history adds or what follows from it."""

    do: Callable[[Desk], None]
    keys: tuple[str, ...]
    trace: tuple[str, ...] = ()


def under(place: str, keys: str) -> tuple[str, ...]:
    return tuple(f"{place}.{key}" for key in keys.split())


def organisation(desk: Desk) -> None:
    desk.send(
        at("organisation"), by="administrator", name="Aubrelle Métropole", slug="aubrelle-metropole", kind="metropole",
        description="Une métropole.", fictional="off", content_language="en", content_licence="etalab-2.0",
        content_fictional="off", content_notice="Un autre avertissement.", content_inspired_by="Un autre atelier.",
    )  # fmt: skip


def department(desk: Desk) -> None:
    desk.send(
        at("department", key_of(Department, code="DECO")), by="administrator", name="Direction de l'économie",
        pole="Un autre pôle", total=66, count_a=20, count_b=22, count_c=24,
    )  # fmt: skip


def level(desk: Desk) -> None:
    desk.send(at("level-edit", 1), by="hr", label="Premiers pas", meaning="Avec de l'aide.", reason=WHY)


def competence(desk: Desk) -> None:
    steps = {f"{ladder}_{rank}": f"Fait {rank}." for ladder in ("agent", "manager") for rank in (1, 2, 3, 4)}
    words = {"label": "Partager", "definition": "Dire ce que l'on sait.", "criterion": "resultats_professionnels"}
    desk.send(at("competence-edit", "C1"), by="hr", reason=WHY, **words, **steps)


def term(list_name: str, code: str) -> Callable[[Desk], None]:
    def edit(desk: Desk) -> None:
        words = {"label": f"Mieux dit : {code}", "definition": f"Ce que veut dire {code}."}
        desk.send(at("term-edit", list_name, code), by="facilitator", reason=WHY, **words)

    return edit


def charter(desk: Desk) -> None:
    words = {"title": "Notre charte", "preamble": "Un autre préambule.", "scope": "Tout le monde."}
    stands = {"stage": "en_instruction", "target_version": "2.0"}
    desk.send(at("charter-edit", CHARTER), by="facilitator", reason=WHY, **words, **stands)


def section(desk: Desk) -> None:
    words = {"title": "Nos valeurs", "summary": "En bref."}
    desk.send(at("section-edit", CHARTER, "V"), by="facilitator", reason=WHY, **words)


def clause(desk: Desk) -> None:
    desk.send(
        at("clause-edit", CHARTER, "V3"), by="facilitator", title="Partager", text="Chacun partage.", note="Une note.",
        indicators="Un fait.", audience=["encadrants"], competences=["C2"], hr_job_description="Partage.",
        hr_mission_letter="Vous partagez.", hr_interview="Fait à citer : un partage.", reason=WHY,
    )  # fmt: skip


def entry(desk: Desk) -> None:
    kinds = {code: key_of(Term, list=kind, code=code) for kind, code in (
        ("lever", "but_commun"), ("hindrance", "rivalite_directions"), ("cooperation_mode", "atelier_co_construction"),
    )}  # fmt: skip
    desk.send(
        at("feedback-correct", "REX-01"), by="facilitator", project="Les biodéchets, racontés mieux",
        period_start="2023-03", period_end="2024-07", context="Un autre contexte.",
        departments=[key_of(Department, code="DCOM")], cooperation_modes=[kinds["atelier_co_construction"]],
        cooperation_modes_detail="Autrement.", categories=["B"], participants_estimate=77,
        stakeholders=[key_of(Stakeholder, code="SH-02")], tools=[key_of(Tool, code="T02")], project_outcome="mitige",
        lessons="Une leçon.", helped_1_kind=kinds["but_commun"], helped_1_text="Le but.",
        hindered_1_kind=kinds["rivalite_directions"], hindered_1_text="La rivalité.", reason=WHY,
    )  # fmt: skip


def cite(desk: Desk) -> None:
    words = {"chosen": "whole", "stance": "supports", "because": "On l'a vécu."}
    desk.send(at("cite-new", CHARTER, "N7", "REX-02"), by="facilitator", **words)


def cite_no_more(desk: Desk) -> None:
    key = key_of(Citation, feedback__code="REX-02", clause__code="N7")
    desk.send(at("cite-withdraw", CHARTER, "N7", key), by="facilitator", reason=WHY)


def committee(desk: Desk) -> None:
    desk.send(
        at("committee-edit", "INST-01"), by="facilitator", name="Un comité", acronym="UC", kind="copil",
        scope="projet", role="Un autre rôle.", decides_on="Un sujet neuf", advises_on="Un avis neuf",
        informed_of="Une nouvelle", members_by_function="Une fonction", chaired_by_function="Une présidence",
        frequency="Tous les mois", legal_basis="Une délibération", reason=WHY,
    )  # fmt: skip


def information(desk: Desk) -> None:
    words = {"document": "Un document", "shared_with": "Tout le monde", "delay": "1 mois"}
    desk.send(at("information-edit", "INST-02", 1), by="facilitator", reason=WHY, **words)


def decision(desk: Desk) -> None:
    desk.send(
        at("decision-correct", "DEC-2026-01"), by="facilitator", date="2026-06-10", type="arbitrage",
        subject="Un sujet", text="Autre chose est décidé.", reason="Une autre raison.", owner_function="Une fonction",
        review_on="2027-07-01", visibility="encadrants", because=WHY,
    )  # fmt: skip


def stakeholder(desk: Desk) -> None:
    desk.send(
        at("stakeholder-edit", "SH-01"), by="facilitator", name="Les communes", kind="association",
        contributes="Du temps.", expectations="Des réponses.", single_contact_function="Une fonction",
        influence="faible", involved_at=["bilan"], departments=[key_of(Department, code="DCOM")], reason=WHY,
    )  # fmt: skip


def tool(desk: Desk) -> None:
    desk.send(
        at("tool-edit", "T01"), by="facilitator", name="Le courriel", kind="support_physique", family="decider",
        use_when="Souvent.", avoid_when="Parfois.", usage_rules="Une règle.", accessibility_note="Une note.",
        data_note="Une autre.", support_contact_function="Une fonction", reason=WHY,
    )  # fmt: skip


def amend(desk: Desk) -> None:
    """A facilitator with the agreement of whoever filled the card; elsewhere the author alone does it."""
    desk.send(at("proposal-amend", CHARTER, "AM-011"), by="facilitator", text="D'autres mots.", reason=WHY)


def support(desk: Desk) -> None:
    here = at("proposal", CHARTER, "AM-012")
    desk.send(at("proposal-support", CHARTER, "AM-012"), by="agent", page=here)


def answer(desk: Desk) -> None:
    desk.send(at("proposal-decline", CHARTER, "AM-012"), by="facilitator", answer="Voici pourquoi.")


def sign(desk: Desk) -> None:
    desk.send(
        at("commitment-sign", "DUHM", "1.0"), by="head of DUHM", status="signee", discussed_on="2026-11-02",
        clause_1="G3", words_1="Nous le ferons.", hours=2, period="month", stops="Une réunion.", comment="Nous voici.",
    )  # fmt: skip


def complete(desk: Desk) -> None:
    """What is signed is never taken back: promises, hours and words are added."""
    desk.send(
        at("commitment-complete", "DSIN", "1.0"), by="head of DSIN", status="signee_avec_reserve",
        add_N1="Tôt.", add_N3="Bien.", add_M5="Vite.", discussed_on="2026-11-03", hours=2, period="month",
        stops="Une réunion.", comment="Une réserve.",
    )  # fmt: skip


def action(desk: Desk) -> None:
    desk.send(
        at("rollout-revise", CHARTER, 2), by="facilitator", step="Une autre étape", actions="Un acte.",
        owner_function="Une fonction", period_start="2026-07", due_on="2026-10-15", audience=["encadrants"], reason=WHY,
    )  # fmt: skip


FIRST = "charter.sections[V]"
CARD = "project_feedback[REX-01]"
SIGNED, COMPLETED = "adhesions[DUHM]", "adhesions[DSIN]"
WORD = "former promises time_freed not_done_instead submission recorded_by recorded_at"
ANSWERED = "amendments[AM-012]"
DECIDED = "decisions[DEC-2026-01]"

EDITS: dict[str, Edit] = {
    "the organisation": Edit(
        organisation,
        under("meta", "language licence fictional notice inspired_by")
        + under("organization", "slug name fictional kind description"),
    ),
    "a department": Edit(
        department,
        under("organization.directions[DECO]", "name pole headcount headcount_by_category")
        + ("organization.headcount",),
    ),
    "a level of the scale": Edit(level, under("competency_scale[0]", "label meaning")),
    "a competence": Edit(
        competence, under("competencies[C1]", "label definition crep_criterion levels_agent levels_manager")
    ),
    "a degree of participation": Edit(
        term("participation", "informer"), under("participation_levels[informer]", "label definition")
    ),
    "a way of cooperating": Edit(
        term("cooperation_mode", "atelier_co_construction"),
        under("cooperation_modes[atelier_co_construction]", "label definition"),
    ),
    "a kind of hindrance": Edit(
        term("hindrance", "rivalite_directions"), under("obstacle_types[rivalite_directions]", "label definition")
    ),
    "a kind of lever": Edit(term("lever", "but_commun"), under("lever_types[but_commun]", "label definition")),
    "the charter": Edit(charter, under("charter", "title preamble scope version status"), ("charter.revisions[1]",)),
    "a section": Edit(section, under(FIRST, "title summary"), (f"{FIRST}.revisions[1]",)),
    "a clause": Edit(
        clause,
        under(f"{FIRST}.clauses[V3]", "title text note indicators audience hr_wording competencies"),
        (f"{FIRST}.clauses[V3].revisions[1]",),
    ),
    "an entry of experience": Edit(
        entry,
        under(
            CARD,
            "project period context cooperation_modes cooperation_modes_detail helped hindered lessons directions "
            "categories participants_estimate external_stakeholders outcome tools",
        ),
    ),
    "a citation": Edit(cite, under("project_feedback[REX-02]", "supports_clauses"), ("citations",)),
    "a citation withdrawn": Edit(cite_no_more, under("project_feedback[REX-02]", "supports_clauses"), ("citations",)),
    "a committee": Edit(
        committee,
        under(
            "committees[INST-01]",
            "name acronym kind role decides_on advises_on informed_of members_by_function chaired_by_function "
            "frequency scope legal_basis",
        ),
    ),
    "an information": Edit(information, under("committees[INST-02].documents_shared[0]", "document shared_with delay")),
    "a decision": Edit(decision, under(DECIDED, "date type subject text reason owner_function review_on visibility")),
    "an outside organisation": Edit(
        stakeholder,
        under(
            "stakeholders[SH-01]",
            "name kind expectations contributes influence involved_at single_contact_function directions",
        ),
    ),
    "a tool": Edit(
        tool,
        under(
            "tools[T01]",
            "name kind family use_when avoid_when usage_rules accessibility_note data_note support_contact_function",
        ),
    ),
    "the words of a proposal": Edit(amend, under("amendments[AM-011]", "proposed_text")),
    "a support": Edit(support, under(ANSWERED, "supports_count")),
    "an answer": Edit(answer, under(ANSWERED, "status response"), under(ANSWERED, "answered_at")),
    "a commitment": Edit(
        sign,
        under(SIGNED, "status date team_discussion_date commitments comment signed_by_function"),
        under(SIGNED, WORD),
    ),
    "a commitment completed": Edit(
        complete,
        under(COMPLETED, "status date team_discussion_date comment signed_by_function"),
        under(COMPLETED, WORD),
    ),
    "an action of the plan": Edit(
        action,
        under("deployment_plan[1]", "step period actions owner_function audience"),
        ("deployment_plan[1].due_on",),
    ),
}  # fmt: skip
