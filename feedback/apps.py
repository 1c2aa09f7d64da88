from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What we lived: experience, and the voices that tell it."""

    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
