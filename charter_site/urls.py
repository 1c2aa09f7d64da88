"""The map of addresses: each app gathers its own."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from charter_site.pages import health, home, legal, searching, sign_in, theme, unanswered

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("contributions/unanswered/", unanswered.unanswered, name="unanswered"),
    path("search/", searching.search, name="search"),
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    path("accounts/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("accounts/demonstration/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("display/language/", login_not_required(set_language), name="set_language"),
    path("display/theme/", theme.choose_theme, name="display-theme"),
    path("about/accessibility/", legal.accessibility, name="accessibility"),
    path("about/privacy/", legal.privacy, name="privacy"),
    path("api/v1/", include("charter_site.api.urls")),
    # The charter is what people read most: its addresses are tried first.
    path("", include("charters.urls")),
    path("", include("governance.urls")),
    path("", include("feedback.urls")),
]

handler400 = "charter_site.api.problems.bad_request"
handler403 = "charter_site.pages.errors.permission_denied"
handler404 = "charter_site.pages.errors.page_not_found"
handler500 = "charter_site.api.problems.server_error"
