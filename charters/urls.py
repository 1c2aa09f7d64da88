"""Addresses of the charter: each room brings its own."""

from django.urls import include, path, register_converter

from charters.text.comparing import ViewConverter
from charters.versions.views.verify import verify_page

register_converter(ViewConverter, "view")

urlpatterns = [
    path("charters/", include("charters.text.urls")),
    path("charters/", include("charters.reading.urls")),
    path("charters/<slug:charter>/", include("charters.deliberation.urls")),
    path("charters/<slug:charter>/", include("charters.consent.urls")),
    path("charters/", include("charters.versions.urls")),
    path("charters/", include("charters.commitments.urls")),
    path("charters/<slug:charter>/", include("charters.grounding.urls")),
    path("projects/", include("charters.projects.urls")),
    path("verify/", verify_page, name="verify"),
    path("hr/", include("charters.hr.urls")),
]
