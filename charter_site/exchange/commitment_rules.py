"""What version 1.1 adds to commitments, to the rollout plan and to reviews, and a schema cannot check."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from charter_site.exchange.problems import UNKNOWN, Path, shown
from charters.commitments.models import MOST_HOURS, Period

Fault = tuple[Path, str, str]
Content = dict[str, Any]


def references_of_commitments(content: Content) -> Iterator[tuple[Path, str]]:
    for index, entry in enumerate(content["adhesions"]):
        for place, former in enumerate(entry.get("former", [])):
            for rank in range(len(former["commitments"])):
                yield ("adhesions", index, "former", place, "commitments", rank), "clauses"
        for place in range(len(entry.get("follow_ups", []))):
            yield ("adhesions", index, "follow_ups", place, "clause"), "clauses"
    for index, entry in enumerate(content["deployment_plan"]):
        if entry.get("direction"):
            yield ("deployment_plan", index, "direction"), "directions"
    for index, entry in enumerate(content.get("yearly_reviews", [])):
        if entry["committee"]:
            yield ("yearly_reviews", index, "committee"), "committees"


def commitments_say_all(content: Content) -> Iterator[Fault]:
    """Promises go with their clauses, a commitment names a version of the file, what is done is dated and shown."""
    submissions = {entry["submission"] for entry in content.get("sealed_versions", [])}
    for index, entry in enumerate(content["adhesions"]):
        words: list[tuple[Path, Content]] = [(("adhesions", index), entry)]
        words += [
            (("adhesions", index, "former", place), former) for place, former in enumerate(entry.get("former", []))
        ]
        if any(part != str(int(part)) for part in entry["version"].split(".")):
            yield ("adhesions", index, "version"), shown(entry["version"]), _("a number without a zero before it")
        told = [
            (("adhesions", index, "follow_ups", place), one) for place, one in enumerate(entry.get("follow_ups", []))
        ]
        yield from hours_are_plausible([*words, *told])
        for path, word in words:
            promises, clauses = word.get("promises", []), word["commitments"]
            if promises and len(promises) != len(clauses):
                expected = _("%(count)s, one for each of commitments") % {"count": len(clauses)}
                yield (*path, "promises"), str(len(promises)), expected
            known = "sealed_versions" in content[UNKNOWN] or word.get("submission", 0) in {0, *submissions}
            if not known:
                yield (*path, "submission"), shown(word["submission"]), _("a submission of the list sealed_versions")
    for index, entry in enumerate(content["deployment_plan"]):
        state, path = entry.get("state", "to_do"), ("deployment_plan", index)
        if (state == "done") != bool(entry.get("done_on")):
            expected = _("a day when the action is done, and only then")
            yield (*path, "done_on"), shown(entry.get("done_on")), expected
        if state == "done" and not (entry.get("proof") or entry.get("proof_address")):
            yield (*path, "proof"), shown(entry.get("proof", "")), _("something that shows it, or an address")
        if (state == "given_up") != bool(entry.get("given_up_because")):
            expected = _("a reason when the action is given up, and only then")
            yield (*path, "given_up_because"), shown(entry.get("given_up_because", "")), expected
        if entry.get("proof_address") and not entry["proof_address"].startswith(("http://", "https://")):
            yield (*path, "proof_address"), shown(entry["proof_address"]), _("an address in http or https")
    for index, entry in enumerate(content.get("yearly_reviews", [])):
        if entry["next_on"] <= entry["held_on"]:
            expected = _("a day after the review (%(date)s)") % {"date": entry["held_on"]}
            yield ("yearly_reviews", index, "next_on"), shown(entry["next_on"]), expected


def hours_are_plausible(entries: list[tuple[Path, Content]]) -> Iterator[Fault]:
    """Time that is freed is bounded as in the form: once promised, it would never fall."""
    for path, entry in entries:
        freed = entry.get("time_freed")
        if freed and freed["hours"] > MOST_HOURS[Period(freed["period"])]:
            period = Period(freed["period"])
            most = number_format(MOST_HOURS[period], force_grouping=True)
            expected = _("at most %(most)s hours %(period)s") % {"most": most, "period": period.label}
            yield (*path, "time_freed", "hours"), shown(freed["hours"]), expected
