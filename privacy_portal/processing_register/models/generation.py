"""One row that says which state the public content is in."""

import uuid

from django.db import models


class Generation(models.Model):
    """`number` counts changes; `stamp` is never the same twice, not even after a rollback or a restore."""

    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_generation_row")]

    def __str__(self) -> str:
        return str(self.number)
