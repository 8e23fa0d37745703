"""A PO file that comes back from a translator: what is taken from it, what is not, and why. It only fills pieces of
translation; no page changes before somebody publishes."""

from dataclasses import dataclass
from typing import Any

import polib
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from .missing import NAMED, shortened, untranslated

MOST_BYTES = 5 * 1024 * 1024
ID_HEADER = "X-WagtailLocalize-TranslationID"


class CannotRead(ValidationError):
    """Nothing was taken from the file."""


@dataclass(frozen=True)
class Taken:
    """What became of the file."""

    read: int
    unknown: int
    broken: list[str]
    waiting: int

    @property
    def has_remarks(self) -> bool:
        return bool(self.unknown or self.broken)

    def sentences(self) -> list[str]:
        told = [_("%(count)s translations were read from the file.") % {"count": self.read}]
        if self.unknown:
            told.append(unknown_sentence(self.unknown))
        if self.broken:
            told.append(broken_sentence(self.broken))
        if self.waiting:
            told.append(waiting_sentence(self.waiting))
        return told


def may_translate(user: Any, instance: Any) -> bool:
    return user_can_edit_instance(user, instance)


def take(translation: Translation, file: UploadedFile | None, *, by: Any) -> Taken:
    po = parse(file)
    refuse_other_translation(po, translation)
    with transaction.atomic():
        warnings = translation.import_po(po, user=by, tool_name="PO")
    given = sum(1 for entry in po if entry.msgstr and not entry.obsolete)
    return Taken(
        read=max(0, given - len(warnings)),
        unknown=len(warnings),
        broken=broken_pieces(translation),
        waiting=len(untranslated(translation)),
    )


def parse(file: UploadedFile | None) -> polib.POFile:
    if file is None:
        raise CannotRead(_("Choose a file first."))
    if file.size is None or file.size > MOST_BYTES:
        raise CannotRead(_("This file is too large for a translation of one page."))
    try:
        return polib.pofile(as_contents(file.read().decode("utf-8")))
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        raise CannotRead(_("This is not a PO file that can be read. Nothing was changed.")) from problem


def as_contents(text: str) -> str:
    """polib opens what looks like the name of a file; no file name has this comment in front."""
    return "# \n" + text.removeprefix("\ufeff").replace("\x00", "")


def refuse_other_translation(po: polib.POFile, translation: Translation) -> None:
    given = po.metadata.get(ID_HEADER, "")
    if given == str(translation.uuid):
        return
    other = Translation.objects.filter(uuid=given).first() if is_uuid(given) else None
    if other is None:
        raise CannotRead(
            _("This file was not downloaded here, so it is unclear which page it is for. Nothing changed.")
        )
    raise CannotRead(
        _("This file is for “%(title)s” in %(language)s, not for this page. Nothing was changed.")
        % {"title": other.source.object_repr, "language": other.target_locale.get_display_name()}
    )


def is_uuid(text: str) -> bool:
    from uuid import UUID

    try:
        UUID(text)
    except ValueError:
        return False
    return True


def broken_pieces(translation: Translation) -> list[str]:
    """Source texts whose translation has tags or links that do not fit; they count as not translated."""
    of_this = StringTranslation.objects.filter(
        locale=translation.target_locale, has_error=True, context__object_id=translation.source.object_id
    )
    used = translation.source.stringsegment_set.values("string_id")
    return list(of_this.filter(translation_of_id__in=used).values_list("translation_of__data", flat=True))


def unknown_sentence(count: int) -> str:
    return ngettext(
        "%(count)s line belongs to a text that is no longer on this page; it was left out.",
        "%(count)s lines belong to texts that are no longer on this page; they were left out.",
        count,
    ) % {"count": count}


def broken_sentence(broken: list[str]) -> str:
    named = ", ".join(f"“{shortened(text)}”" for text in broken[:NAMED])
    return ngettext(
        "%(count)s translation has tags or links that do not fit and counts as not translated: %(named)s",
        "%(count)s translations have tags or links that do not fit and count as not translated: %(named)s",
        len(broken),
    ) % {"count": len(broken), "named": named}


def waiting_sentence(count: int) -> str:
    return ngettext(
        "%(count)s piece still has to be translated.", "%(count)s pieces still have to be translated.", count
    ) % {"count": count}
