"""A register of a few lines, for tests that need one and not all of it."""

from wagtail.models import Locale

from privacy_portal.processing_register.models import DataCategory, Processor

CATEGORIES = {"email": "E-mailadres", "order": "Bestelling", "locker": "Kluisje", "camera-images": "Camerabeelden"}
PARTIES = {"gentleware": "Gentleware B.V.", "keynius": "Keynius", "zalsman": "Zalsman Groningen B.V."}


def small_register() -> None:
    dutch, _is_new = Locale.objects.get_or_create(language_code="nl")
    for order, (key, name) in enumerate(CATEGORIES.items()):
        DataCategory.objects.create(key=key, name=name, locale=dutch, sort_order=order, live=True)
    for key, name in PARTIES.items():
        contact = f"Jan, privacy@{key}.example, na tienen"
        Processor.objects.create(key=key, name=name, locale=dutch, role="processor", privacy_contact=contact, live=True)
