from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterSiteConfig(AppConfig):
    """What surrounds the house: settings, the embedded database, the pages that see everything."""

    name = "charter_site"
    verbose_name = _("Site")
