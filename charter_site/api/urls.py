"""The addresses of the interface for other software; importing an operation declares it."""

from charter_site.api import charter_reading, profile_reading
from charter_site.api.interface import api

__all__ = ["charter_reading", "profile_reading", "urlpatterns"]

app_name = "api"
urlpatterns = api.addresses()
