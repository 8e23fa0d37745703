"""The second factor of staff: an authenticator app, and recovery codes for the day the phone is lost.

Tokens are verified by `django_otp.verify_token()`, which locks the device's row first; calling a device's own
`verify_token()` lets parallel replays of one code through (SECURITY decision 2, A-02)."""

import hmac
import secrets
import time
import uuid
from base64 import b32encode
from hashlib import sha256
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import hotp

from privacy_portal.evidence.fields import EncryptedTextField

STEP_SECONDS = 30
KEY_BYTES = 20
RECOVERY_CODES = 8
# 24 characters of 5 bits: past 112 bits a plain hash is enough.
CODE_BYTES, CODE_GROUP = 15, 4
# Waiting doubles with every wrong code, up to 512 seconds: enough against guessing, too little to lock the owner out.
MOST_DOUBLINGS = 10


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


class StaffDevice(TimestampMixin, ThrottlingMixin, Device):
    """What both kinds share."""

    label: "str | Promise"

    class Meta:
        abstract = True

    def get_throttle_factor(self) -> int:
        return 1

    def throttle_increment(self, commit: bool = True) -> None:
        super().throttle_increment(commit=False)
        self.throttling_failure_count: int = min(self.throttling_failure_count, MOST_DOUBLINGS)
        if commit:
            self.save()

    def verify_token(self, token: str) -> bool:
        if not self.verify_is_allowed()[0]:
            return False
        if not self.consume(token):
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def consume(self, token: str) -> bool:
        """Whether the token is right, which it is only once."""
        raise NotImplementedError


class TotpDevice(StaffDevice):
    """RFC 6238. The code of the step before is accepted too, so that one typed in its last second still arrives: 60
    seconds instead of the 30 of ASVS 6.5.5, on purpose."""

    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = EncryptedTextField(bound_to="mark", default=new_key)
    last_t = models.BigIntegerField(default=-1)

    label = _("Code from your authenticator app")

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def consume(self, token: str) -> bool:
        now = int(time.time()) // STEP_SECONDS
        given = "".join(token.split())
        for step in (now, now - 1):
            if step > self.last_t and hmac.compare_digest(self.code_at(step), given.encode()):
                self.last_t = step
                return True
        return False

    def code_at(self, step: int) -> bytes:
        return f"{hotp(self.secret, step):06d}".encode()

    @property
    def secret(self) -> bytes:
        return bytes.fromhex(self.key)

    @property
    def typed_key(self) -> str:
        """For who types it over instead of scanning it."""
        text = b32encode(self.secret).decode()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def config_url(self) -> str:
        """What the picture says to the app."""
        issuer = settings.OTP_TOTP_ISSUER
        values = {"secret": b32encode(self.secret).decode(), "issuer": issuer, "digits": 6, "period": STEP_SECONDS}
        return f"otpauth://totp/{quote(f'{issuer}:{self.user.email}')}?{urlencode(values, quote_via=quote)}"


class RecoveryDevice(StaffDevice):
    """A sheet of codes, each good for one sign-in."""

    label = _("One of your recovery codes")

    class Meta:
        verbose_name = _("sheet of recovery codes")
        verbose_name_plural = _("sheets of recovery codes")

    def consume(self, token: str) -> bool:
        found = self.codes.filter(digest=digest_of(token))
        return found.delete()[0] == 1

    def replace_codes(self) -> list[str]:
        """New codes, told once; the old ones stop working."""
        self.codes.all().delete()
        codes = [new_code() for _ in range(RECOVERY_CODES)]
        RecoveryCode.objects.bulk_create([RecoveryCode(device=self, digest=digest_of(code)) for code in codes])
        return codes


class RecoveryCode(models.Model):
    device = models.ForeignKey(RecoveryDevice, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


def new_code() -> str:
    text = b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(text[start : start + CODE_GROUP] for start in range(0, len(text), CODE_GROUP))


def digest_of(code: str) -> str:
    """However it was typed over."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return sha256(plain.encode()).hexdigest()
