"""What the committees of the demonstration live through: seats, mandates, meetings, information, a decision.

Most are in order; each check of the registry has one thing to show. All of it goes through the rules.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from governance.committees import convening, deciding, keeping, mandates, tasks
from governance.committees.delays import promised
from governance.committees.keeping import Shared
from governance.models import Committee, Decision, InformationItem, Member

FACILITATOR = "facilitatrice@aubrelle.example"
# The categories of some seats, by the place of the seat. INST-01 has none for category C; INST-10 says nothing.
SEATS = {
    "INST-01": {0: "A", 1: "A", 2: "A"},
    "INST-02": {4: "ABC"},
    "INST-03": {2: "ABC"},
    "INST-04": {2: "ABC"},
    "INST-05": {1: "ABC"},
    "INST-07": {3: "ABC"},
    "INST-08": {4: "ABC"},
    "INST-09": {0: "ABC", 1: "C"},
}
SPONSORS = {
    "INST-02": "Directeur général adjoint référent",
    "INST-03": "Directeur général adjoint référent",
    "INST-09": "Directrice des ressources humaines",
}
NEUTRAL = "Un agent volontaire de la direction chargée des mobilités"
GIVEN_BY = "Lettre de mission de la direction générale"
# The same subject, said twice: the first thing that the registry finds.
TWICE = ("INST-07", "Liste des projets communs prioritaires")
AGENDA = ["Suites de la dernière réunion", "Amendements reçus", "Calendrier de l'automne"]
MINUTES = (
    "Les membres ont relu les suites de la dernière réunion : trois sont faites, une attend.\n\n"
    "- Les amendements reçus sont répartis entre deux rapporteurs.\n"
    "- Le calendrier de l'automne est publié sur l'intranet."
)
FOR_MANAGERS = "Les moyens de remplacement de l'hiver ont été examinés service par service."
TASK = "Relire la fiche d'accueil des nouveaux membres, et la rendre lisible sans écran."
INTRANET = "Intranet, page de l'instance"


def live() -> None:
    """Describe, convene, share and decide, as a facilitator would over a year."""
    people = {member.email: member for member in Member.objects.filter(is_demonstration=True)}
    by, today = people[FACILITATOR], timezone.localdate()
    committees = {committee.code: committee for committee in Committee.objects.all()}
    describe(committees, by=by)
    give_mandates(committees, by=by, today=today)
    meet(committees, by=by, today=today)
    tasks.ask_committee(
        committees["INST-09"], by=by, text=TASK, owner_function="COTECH charte", due_on=today + datetime.timedelta(30)
    )
    deciding.record(
        committees["INST-07"],
        by=by,
        date=today - datetime.timedelta(days=12),
        type=Decision.Type.DECISION,
        subject="Salle commune du dépôt nord",
        text="La salle est ouverte aux réunions de toutes les directions, une journée par semaine.",
        reason="Deux projets n'avaient pas de lieu pour se réunir près des équipes.",
    )
    deciding.record(
        committees["INST-08"],
        by=by,
        date=today - datetime.timedelta(days=120),
        type=Decision.Type.ARBITRATION,
        subject="Plage commune sans réunion",
        text="Le mardi matin reste sans réunion entre directions, à titre d'essai.",
        reason="Les équipes de terrain ne pouvaient répondre à aucune convocation.",
        owner_function="Chargée de mission organisation",
        review_on=today - datetime.timedelta(days=10),
    )


def describe(committees: dict[str, Committee], *, by: Member) -> None:
    """Say for whom seats are kept, and who sponsors; INST-07 takes a subject that another decides already."""
    for code, seats in SEATS.items():
        committee = committees[code]
        members = list(committee.members_by_function)
        if code == "INST-08":
            members.append(NEUTRAL)
        said = {
            "members_by_function": members,
            "member_categories": [seats.get(place, "") for place in range(len(members))],
            "sponsor_function": SPONSORS.get(code, ""),
        }
        if code == TWICE[0]:
            said["decides_on"] = [*committee.decides_on, TWICE[1]]
        reason = "Recensement des sièges avec les présidences."
        committees[code] = keeping.describe_committee(
            committee, by=by, seen=committee.row_version, reason=reason, **said
        )
    notes = Shared("Avis motivé", ["CODIR", "Tous les agents"], "10 jours ouvrés", INTRANET)
    keeping.promise_information(committees["INST-09"], notes, by=by)


def give_mandates(committees: dict[str, Committee], *, by: Member, today: datetime.date) -> None:
    """Two committees of the project have a year; one of them is about to end, the other ended."""
    year, ended = datetime.timedelta(days=364), today - datetime.timedelta(days=20)
    for code, ends_on in (("INST-02", today + datetime.timedelta(days=200)), ("INST-03", ended)):
        mandates.give_mandate(committees[code], by=by, starts_on=ends_on - year, ends_on=ends_on, given_by=GIVEN_BY)
    soon = today + datetime.timedelta(days=45)
    mandates.give_mandate(committees["INST-10"], by=by, starts_on=soon - year, ends_on=soon, given_by=GIVEN_BY)


def meet(committees: dict[str, Committee], *, by: Member, today: datetime.date) -> None:
    """Meetings with minutes and what they promised; two without minutes; one to come; one document that is late."""
    for code, weeks in (("INST-02", 12), ("INST-02", 4), ("INST-07", 3), ("INST-01", 2)):
        held(committees[code], today - datetime.timedelta(weeks=weeks), by=by)
    for weeks in (9, 5):
        held(committees["INST-09"], today - datetime.timedelta(weeks=weeks), by=by, minutes="", shares=True)
    held(committees["INST-10"], today - datetime.timedelta(weeks=6), by=by, shares=False)
    next_one = today + datetime.timedelta(weeks=3)
    convening.announce(committees["INST-02"], by=by, held_on=next_one, place="Siège, salle du conseil", agenda=AGENDA)


def held(committee: Committee, day: datetime.date, *, by: Member, minutes: str = MINUTES, shares: bool = True) -> None:
    """A meeting that was held; its minutes, for managers where executive management meets; what it shared."""
    meeting = convening.announce(committee, by=by, held_on=day, place="Siège", agenda=AGENDA)
    if minutes:
        closed = committee.code == "INST-01"
        convening.publish_minutes(
            meeting,
            by=by,
            seen=meeting.row_version,
            minutes=FOR_MANAGERS if closed else minutes,
            visibility=Decision.Visibility.MANAGERS if closed else Decision.Visibility.EVERYONE,
        )
    for item in InformationItem.objects.filter(committee=committee, withdrawn=False) if shares else ():
        delay = promised(item.delay)
        shared_on = delay.due(day) if delay and delay.before else day
        convening.share(item, meeting, by=by, shared_on=shared_on, place=item.place or INTRANET)
