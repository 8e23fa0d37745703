"""What a translation still lacks, in words a translator can find in the text."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

# A message names the first ones; the translation editor marks them all.
NAMED = 3
SHOWN_LETTERS = 60


def untranslated(translation: Translation) -> list[str]:
    """The source text of each piece without a usable translation, in order of the page."""
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    waiting = StringSegment.objects.filter(source_id=translation.source_id).exclude(Exists(done))
    return list(waiting.order_by("order").values_list("string__data", flat=True))


def unrelated(translation: Translation) -> list[str]:
    """Names of what the text uses from the register that has no row in the other language."""
    segments = translation.source.relatedobjectsegment_set.select_related("object")
    lacking = [s.object for s in segments if not s.object.has_translation(translation.target_locale)]
    return [str(found.get_instance_or_none(translation.source.locale) or "?") for found in lacking]


def missing_messages(translation: Translation) -> list[str]:
    language = translation.target_locale.get_display_name()
    return [*untranslated_message(untranslated(translation), language), *unrelated_messages(translation, language)]


def untranslated_message(waiting: list[str], language: str) -> list[str]:
    if not waiting:
        return []
    named = ", ".join(f"“{shortened(words)}”" for words in waiting[:NAMED])
    if len(waiting) > NAMED:
        named += " …"
    told = ngettext(
        "%(language)s: %(count)s piece of text has no translation yet: %(named)s",
        "%(language)s: %(count)s pieces of text have no translation yet: %(named)s",
        len(waiting),
    )
    return [told % {"language": language, "count": len(waiting), "named": named}]


def unrelated_messages(translation: Translation, language: str) -> list[str]:
    told = _("%(language)s: “%(name)s” from the register has no translation yet. Translate it first.")
    return [told % {"language": language, "name": name} for name in unrelated(translation)]


def shortened(words: str) -> str:
    return words if len(words) <= SHOWN_LETTERS else words[:SHOWN_LETTERS].rstrip() + "…"
