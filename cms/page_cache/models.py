"""Kept answers that all processes share. May be emptied at any time: they can be made again."""

from django.db import models


class KeptPage(models.Model):
    address = models.CharField(max_length=420, help_text="Scheme and path, for instance https:/privacybeleid/.")
    encoding = models.CharField(max_length=8, blank=True)
    stamp = models.CharField(max_length=80, help_text="The state of the site it was made from.")
    etag = models.CharField(max_length=60)
    headers = models.TextField(help_text="JSON, a list of names and values.")
    body = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "cms"
        constraints = [models.UniqueConstraint(fields=["address", "encoding"], name="page_kept_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.encoding}".strip()
