"""Who works here. Customers are not in this table: they are data subjects with a session of their own
(SECURITY, decision 1)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .devices import RecoveryCode, RecoveryDevice, StaffDevice, TotpDevice
from .directory.models import DirectoryAccount
from .lost_factor.models import FactorReset
from .sessions import StaffSession

if TYPE_CHECKING:
    from django_otp_webauthn.models import WebAuthnCredential

__all__ = [
    "DirectoryAccount",
    "FactorReset",
    "RecoveryCode",
    "RecoveryDevice",
    "StaffSession",
    "TotpDevice",
    "User",
    "UserManager",
]


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A member of staff signs in with an e-mail address; none was given.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractUser):
    """A member of staff, known by one e-mail address in lower case."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    # Added to request.user by django-otp, for the length of a request.
    otp_device: "StaffDevice | WebAuthnCredential | None"
    is_verified: Callable[[], bool]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        constraints = [models.UniqueConstraint(Lower("email"), name="staff_email_once_in_any_case")]
        permissions = [("reset_second_step", _("Can reset the second step of a colleague, together with another"))]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def language(self) -> str:
        """The language this person chose in the admin, for mail to them."""
        from wagtail.users.models import UserProfile

        return UserProfile.get_for_user(self).get_preferred_language()
