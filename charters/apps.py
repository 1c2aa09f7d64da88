from django.apps import AppConfig


class ChartersConfig(AppConfig):
    """What we commit to: the text, how it is discussed, validated and used."""

    name = "charters"
    default_auto_field = "django.db.models.BigAutoField"
