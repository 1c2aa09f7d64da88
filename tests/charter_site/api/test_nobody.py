"""Nothing of a person, nor of what people say and do here, is read from outside: whatever the operation."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from charters.deliberation import proposing
from charters.models import Clause, GridOpinion, Proposal
from charters.versions.life import Opinion
from feedback.voices.threads import add_comment
from governance.models import Committee, Member, SignsAs
from tests.charter_site.api.conftest import CANARY, for_a_module, make_world, someone
from tests.charter_site.api.walking import operations
from tests.factories import CommentFactory, FeedbackFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def watched(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A world in which people take part, in the words of a canary."""
    with for_a_module(django_db_blocker):
        world = make_world()
        clause = Clause.objects.get(code="M1")
        for signature in SignsAs:
            member = someone()
            told = {"by": member, "signature": signature, "title": f"{CANARY} titre", "motive": f"{CANARY} motif"}
            proposal = proposing.propose(
                world.charter, kind=Proposal.Kind.WORDING, clause=clause, base_revision=clause.revision,
                proposed_text=f"{CANARY} texte de {signature}", **told,
            )  # fmt: skip
            proposing.support(proposal, by=someone(), seen=proposal.substance)
            comment = {"by": member, "kind": "question", "signature": signature}
            add_comment(clause.thread, text=f"{CANARY} commentaire", **comment)
            if signature != SignsAs.ANONYMOUS:  # that one has no author to give away
                FeedbackFactory(author=member, signature=signature, context=f"{CANARY} contexte")
            CommentFactory(by=member, text=f"{CANARY} ailleurs")
        committee = Committee.objects.get(kind=Committee.Kind.STATUTORY)
        for version in world.versions:
            GridOpinion.objects.create(
                version=version, scale_digest=str(version.pk), committee=committee, committee_name=committee.name,
                sequence=1, verdict="favourable", on="2026-01-01", reference="Séance", words=f"{CANARY} mots",
                recorded_by=member.pseudonym, recorded_by_function=member.function,
            )  # fmt: skip
        yield world


def test_nobody_and_nothing_that_anyone_does_is_ever_said(watched):
    """Each operation, with each value of each parameter: no name, address, function, pseudonym; no contribution."""
    people = Member.objects.filter(name__startswith=CANARY)
    secrets = {CANARY, *(str(member.pseudonym) for member in people)}
    secrets |= {str(pk) for pk in Proposal.objects.values_list("pk", flat=True)}
    assert people.count() > 8
    assert Opinion.objects.filter(recorded_by_function__startswith=CANARY).exists()
    read = 0
    for operation in operations():
        for address in operation.addresses(watched):
            answer = watched.software.get(address)
            assert answer.status_code == 200, address
            said = (answer.content.decode() + str(answer.headers)).lower()
            assert not [secret for secret in secrets if secret.lower() in said], address
            read += 1
    assert read > len(operations())
