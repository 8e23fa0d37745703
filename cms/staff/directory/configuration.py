"""What the operator says about the directory. Off unless issuer, client and secret are all there."""

from dataclasses import dataclass

from django.conf import settings

NEEDED = ("STAFF_OIDC_ISSUER", "STAFF_OIDC_CLIENT_ID", "STAFF_OIDC_CLIENT_SECRET")


@dataclass(frozen=True, slots=True)
class Configuration:
    """`acr` and `amr` are the values of which the directory has to name one; empty asks for none."""

    issuer: str
    client_id: str
    client_secret: str
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


def configuration() -> Configuration | None:
    issuer, client_id, client_secret = (getattr(settings, name) for name in NEEDED)
    if not (issuer and client_id and client_secret):
        return None
    acr, amr = tuple(settings.STAFF_OIDC_ACR), tuple(settings.STAFF_OIDC_AMR)
    return Configuration(issuer, client_id, client_secret, acr, amr)
