"""A page that was written as a whole becomes a translation that can be continued piece by piece: its sentences are laid
beside those of the original, in order."""

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from privacy_portal.privacy_policy.models import PolicyPage


def pair(original: PolicyPage, written: PolicyPage) -> Translation | None:
    """Nothing when it was paired before, or when the two do not have the same pieces in the same order."""
    found = Translation.objects.filter(source__object_id=original.translation_key, target_locale=written.locale)
    if found.exists():
        return None
    source, _created = TranslationSource.update_or_create_from_instance(original)
    pieces = list(source.stringsegment_set.order_by("order"))
    words = [segment for segment in extract_segments(written) if isinstance(segment, StringSegmentValue)]
    if not same_outline(pieces, words):
        return None
    StringTranslation.objects.bulk_create(
        [told(piece, segment, written.locale) for piece, segment in zip(pieces, words, strict=True)],
        ignore_conflicts=True,
    )
    return Translation.objects.create(source=source, target_locale=written.locale)


def same_outline(pieces: list[StringSegment], words: list[StringSegmentValue]) -> bool:
    """The field is the first part of a path; ids of blocks behind it differ between the pages."""
    fields = [[piece.context.path.partition(".")[0] for piece in pieces], [w.path.partition(".")[0] for w in words]]
    return fields[0] == fields[1]


def told(piece: StringSegment, segment: StringSegmentValue, locale: Locale) -> StringTranslation:
    return StringTranslation(
        translation_of_id=piece.string_id, context_id=piece.context_id, locale=locale, data=segment.string.data
    )
