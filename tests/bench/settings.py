"""The settings of an installation, behind its proxy, plus the bare page that everything is compared with."""

from charter_site.settings import *  # noqa: F403
from charter_site.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.bare"]
# Before everything of ours: the yardstick pays for nothing but itself.
MIDDLEWARE = ["tests.bench.bare.page.BarePageMiddleware", *MIDDLEWARE]
