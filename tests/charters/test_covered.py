"""Which sealed rows the ledger covers, and which it never will: one list or the other, for each sealed model."""

from charters.models import Charter, Clause, Section
from governance.sealed import sealed_models
from governance.seals import covered_tables

# Contributions, and what follows one of them: the ledger keeps an order, that of anonymous words would say when each
# was written.
NEVER = {
    "charters.Anchor",
    "charters.Examination",
    "charters.ProposalOrigin",
    "charters.ProposalWording",
    "charters.RoundDecision",
    "charters.RoundReview",
    "charters.RoundStep",
    "feedback.DiscussionStep",
}


def test_every_sealed_model_is_covered_or_never_will_be():
    """A new sealed model: two lines cover it (``charters/covered.py`` and a migration), or one here says why not."""
    declared = {model._meta.label for model in sealed_models() if ".Historical" not in model._meta.label}
    covered = {
        each.model._meta.label for each in covered_tables().values() if ".Historical" not in each.model._meta.label
    }
    assert covered & NEVER == set()
    assert covered | NEVER | {"governance.Seal"} == declared


def test_of_histories_only_that_of_the_text_is_covered():
    covered = {each.model for each in covered_tables().values() if ".Historical" in each.model._meta.label}
    assert covered == {Charter.history.model, Section.history.model, Clause.history.model}


def test_nothing_of_feedback_is_ever_covered():
    assert [table for table in covered_tables() if table.startswith("feedback_")] == []
