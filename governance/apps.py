from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Who: the organisation, its people, its committees. The ground floor."""

    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"
