"""What a field of the register may hold."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .countries import country_names


def validate_country(value: str) -> None:
    if value not in country_names("en"):
        raise ValidationError(
            _("“%(value)s” is not a country code. Use two capitals, such as NL."),
            code="country",
            params={"value": value},
        )
