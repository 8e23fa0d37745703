"""The life of a download, how much it holds and in which shapes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    # Asked for; a worker picks it up.
    QUEUED = "queued", _("Waiting to start")
    # A worker holds the lease and asks the sources one by one.
    BUILDING = "building", _("Being made")
    # The file is there; the person can fetch it.
    READY = "ready", _("Ready")
    # We tried three times in vain; the person may ask again.
    FAILED = "failed", _("Did not work")
    # The key is destroyed; nobody can read the file any more.
    EXPIRED = "expired", _("No longer available")


# A worker is, or soon will be, busy with it.
ACTIVE = frozenset({ExportState.QUEUED, ExportState.BUILDING})


class Scope(models.TextChoices):
    # Everything we hold about the person: Art. 15(3).
    ACCESS = "access", _("Everything we know about you")
    # What the person gave us, on consent or contract, to take elsewhere: Art. 20(1).
    PORTABILITY = "portability", _("What you gave us yourself, to take elsewhere")

    @property
    def article(self) -> str:
        return {"access": "15(3)", "portability": "20"}[self.value]


class Format(models.TextChoices):
    HTML = "html", _("A page to read")
    CSV = "csv", _("Tables for a spreadsheet (CSV)")
    JSON = "json", _("Data for another program (JSON)")
