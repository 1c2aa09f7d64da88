"""What a rule says when it cannot do what was asked."""


class Refused(Exception):
    """A rule refused. ``str()`` is the sentence to show: what happened, why, what to do next. Nothing was saved."""
