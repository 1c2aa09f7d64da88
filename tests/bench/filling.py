"""Two hundred clauses and four thousand comments, written by the real rules; the same words at each run."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from charters.deliberation import proposing
from charters.models import Charter, Clause, Proposal
from charters.text import drafting
from charters.versions import deciding
from feedback.models import Comment
from feedback.voices.threads import add_comment
from governance.models import Department, Member, Organisation, Role, RoleGrant, SignsAs
from governance.signing import save_signed
from tests import circuit
from tests.bench.bare.models import BareClause, Person
from tests.bench.deliberating import deliberate

CLAUSES, COMMENTS, PROPOSALS, READERS, MEMBERS = 200, 4000, 40, 8, 60
LEXICON = (
    "chaque service annonce ses contraintes au début du projet et partage les informations utiles avec les autres "
    "directions avant toute décision importante afin que le travail commun avance sans surprise ni retard inutile"
)


@dataclass
class World:
    """What was written, for whoever checks the pages."""

    charter: Charter
    texts: list[str] = field(default_factory=list)
    readers: list[Member] = field(default_factory=list)
    people: list[Member] = field(default_factory=list)
    marked: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    facilitator: Member | None = None
    deliberated: dict[str, Clause] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def deliberate_elsewhere(world: World) -> None:
    """A second charter, so that the first is measured as it was: clauses with many proposals and comments."""
    other = drafting.open_charter(by=world.facilitator, slug="debats", title="Clauses en débat")
    world.deliberated = deliberate(other, by=world.facilitator, people=world.people, chance=random.Random(2027))


@transaction.atomic
def fill() -> World:
    """Fill an empty database, and return what must be read on the pages."""
    chance = random.Random(2026)
    save_signed(Organisation(slug="bench", name="Aubrelle Agglomération"), by=None, reason="Bench")
    department = save_signed(Department(code="DEP", name="Direction", pole="Services"), by=None, reason="Bench")
    people = [
        Member.objects.create_member(f"person{n}@bench.example", name=f"Personne {n}", department=department)
        for n in range(MEMBERS)
    ]
    facilitator, executive = people[0], people[1]
    for member, role in ((facilitator, Role.FACILITATOR), (executive, Role.EXECUTIVE)):
        RoleGrant.objects.create(member=member, role=role, reason="Bench")
    world = World(drafting.open_charter(by=facilitator, slug="charte", title="Charte de coopération"))
    world.readers, world.people, world.facilitator = people[2 : 2 + READERS], people[2:], facilitator
    clauses = _write(world, facilitator, chance)
    _validate(world, facilitator, executive)
    _discuss(world, clauses, people[2:], chance)
    _write_bare(world)
    deliberate_elsewhere(world)
    return world


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(LEXICON.split(), k=length)).capitalize() + "."


def _write(world: World, facilitator: Member, chance: random.Random) -> list[Clause]:
    sections = list(world.charter.sections.all())
    clauses = []
    for n in range(CLAUSES):
        text = f"{sentence(chance, 20)} {sentence(chance, 19)} Règle {n}."
        words = {"title": f"Règle {n} : {sentence(chance, 4)}", "text": text, "note": sentence(chance, 30)}
        section = sections[n * len(sections) // CLAUSES]
        clauses.append(drafting.add_clause(section, by=facilitator, reason="Bench", words=words))
        world.texts.append(text)
    return clauses


def _validate(world: World, facilitator: Member, executive: Member) -> None:
    """A version in force, so that every margin compares with it."""
    version = circuit.submit(world.charter, by=facilitator)
    circuit.hear_everyone(version, by=facilitator)
    deciding.validate(version, by=executive, seen_hash=version.content_hash)


def _discuss(world: World, clauses: list[Clause], people: list[Member], chance: random.Random) -> None:
    """Twenty comments a clause; and proposals, some of which the readers support."""
    for n in range(COMMENTS):
        clause, author = clauses[n % len(clauses)], chance.choice(people)
        text = sentence(chance, chance.randint(8, 40))
        add_comment(clause.thread, by=author, kind=Comment.Kind.EXAMPLE, text=text, signature=SignsAs.NAME)
        _mark(world, author, clause)
    for clause in islice(clauses, 0, None, CLAUSES // PROPOSALS):
        author, *supporters = chance.sample(people, 5)
        words = {"title": "Autre formulation", "motive": sentence(chance, 12), "proposed_text": sentence(chance, 40)}
        proposal = proposing.propose(
            world.charter,
            by=author,
            kind=Proposal.Kind.WORDING,
            signature=SignsAs.NAME,
            clause=clause,
            base_revision=clause.revision,
            **words,
        )
        for supporter in supporters:
            proposing.support(proposal, by=supporter, seen=proposal.substance)
            _mark(world, supporter, clause)
        _mark(world, author, clause)


def _mark(world: World, member: Member, clause: Clause) -> None:
    world.marked[member.pk].add(clause.code)


def _write_bare(world: World) -> None:
    people = Person.objects.bulk_create(Person(name=f"Personne {n}") for n in range(MEMBERS))
    BareClause.objects.bulk_create(
        BareClause(
            position=n,
            number=f"M{n}",
            title=f"Règle {n} : partager les contraintes",
            text=text,
            status="en discussion",
            author=people[n % MEMBERS],
            comment_count=COMMENTS // CLAUSES,
        )
        for n, text in enumerate(world.texts)
    )
