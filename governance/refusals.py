"""What a rule says when it cannot do what was asked."""


class Refused(Exception):  # noqa: N818 what a rule did, as people say it
    """A rule refused. ``str()`` is the sentence to show: what happened, why, what to do next. Nothing was saved."""
