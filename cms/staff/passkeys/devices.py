"""What a passkey is here: a row of django-otp-webauthn with a name its owner gave it."""

from django.conf import settings
from django.http import HttpRequest
from django_otp_webauthn.models import WebAuthnCredential

from cms.staff.models import TotpDevice, User

NAME_LENGTH = 64


def passkeys_of(user: User):
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("created_at")


def other_factors(user: User, passkey: WebAuthnCredential) -> bool:
    """Recovery codes are no factor to live on: they run out."""
    return (
        TotpDevice.objects.filter(user=user, confirmed=True).exists()
        or passkeys_of(user).exclude(pk=passkey.pk).exists()
    )


def usable_here(request: HttpRequest) -> bool:
    """A browser uses a passkey only at the address it was made for; elsewhere the button would only fail."""
    return f"{request.scheme}://{request.get_host()}" in settings.OTP_WEBAUTHN_ALLOWED_ORIGINS
