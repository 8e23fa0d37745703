"""What every imported row has: a key of its own, and when the ticket shop last told us."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedModel(models.Model):
    """A row of the ticket shop: `number` is the shop's own, `imported_at` the moment of the last import of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=64, unique=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)
