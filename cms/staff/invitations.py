"""A link with which a new member of staff chooses a password, once; the second step follows at once (A-13)."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .models import User


def invitation_link(user: User) -> str:
    """Good until the password is set or PASSWORD_RESET_TIMEOUT has passed."""
    args = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    return settings.BASE_URL + reverse("staff:accept", args=args)
