"""What each worker of `serve` runs: the application, on a leash."""

from charter_site.leash import die_with_parent
from charter_site.wsgi import application

__all__ = ["application"]

die_with_parent()
