"""What this room does when it hears of something."""

from portal.articles.catalogue import catalogue_changed
from portal.articles.versions import forget_version

catalogue_changed.subscribe(forget_version)
