from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What we lived: experience, and the voices that tell it."""

    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from feedback.voices.signing import reprint_authors
        from governance.people.organisation import decides_from_figures

        decides_from_figures(reprint_authors)
