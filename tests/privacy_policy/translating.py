"""What a translator does, for tests: every piece of the Dutch text gets an English one."""

from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from privacy_portal.privacy_policy.models import PolicyPage

ENGLISH = {
    "Privacybeleid": "Privacy policy",
    "privacybeleid": "privacy-policy",
    "Dit beleid gaat over jouw gegevens.": "This policy is about your data.",
    "Je regelt alles zelf.": "You arrange everything yourself.",
    "Welke gegevens": "Which data",
    "Je naam.": "Your name.",
    "Je rechten": "Your rights",
    "Inzage.": "Access.",
}


def start(page: PolicyPage, locale: Locale, *, user: Any = None) -> Translation:
    """What “Translate this page” does."""
    translate_object(PolicyPage.objects.get(pk=page.pk), [locale], user=user)
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def translate(translation: Translation, *, but: tuple[str, ...] = (), by: Any = None, **others: str) -> None:
    """Everything that has no translation yet, except `but`; words that are not in the list get “(language)”."""
    language = translation.target_locale.language_code
    for segment in translation.source.stringsegment_set.select_related("string"):
        words = segment.string.data
        if words in but:
            continue
        told = ENGLISH.get(words) if language == "en" else None
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": others.get(words, told or in_other_words(words, language)), "last_translated_by": by},
        )


def in_other_words(words: str, language: str) -> str:
    return f"{words}-{language}" if words.islower() and " " not in words else f"{words} ({language})"


def again(page: PolicyPage) -> Translation:
    """What “Sync translated pages” does, without publishing."""
    TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
    return Translation.objects.get(source__object_id=page.translation_key)
