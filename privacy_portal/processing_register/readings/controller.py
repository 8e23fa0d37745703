"""Who is responsible, for page heads, contact blocks, mails and decisions."""

from dataclasses import dataclass, fields

from django.conf import settings

from privacy_portal.processing_register.models import ControllerSettings

from .memory import kept_per_generation


@dataclass(frozen=True)
class Controller:
    """Empty text means: not stated. Names and words are in the reader's language."""

    name: str
    part_of: str = ""
    part_of_url: str = ""
    governing_body: str = ""
    identification_number: str = ""
    logo_text: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    privacy_email: str = ""
    phone: str = ""
    website_url: str = ""
    box_office_url: str = ""
    parent_policy_url: str = ""
    dpo_name: str = ""
    dpo_email: str = ""
    authority_name: str = ""
    authority_url: str = ""
    authority_address: str = ""

    @property
    def full_address(self) -> str:
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.address, town) if part)


@kept_per_generation
def controller(language_code: str) -> Controller:
    """The controller in this language, else in the default one; on an empty site only its name."""
    names = [field.name for field in fields(Controller)]
    rows = ControllerSettings.objects.live().values("locale__language_code", *names)
    by_language = {row.pop("locale__language_code"): row for row in rows}
    found = by_language.get(language_code) or by_language.get(settings.LANGUAGE_CODE)
    if found is None:
        return Controller(name=settings.WAGTAIL_SITE_NAME, logo_text=settings.WAGTAIL_SITE_NAME)
    return Controller(**found)
