from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DirectoryAccount(models.Model):
    """Which account of the directory a member of staff signs in with. Two can never share one, nobody has two."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="directory_account")
    # As the directory writes them, capitals and all: "the same but for case" is another person.
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(_("linked"))

    class Meta:
        verbose_name = _("account in the directory")
        verbose_name_plural = _("accounts in the directory")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="staff_directory_account_once")]

    def __str__(self) -> str:
        return f"directory account of staff {self.user_id}"
