"""From translated pieces to a page in the other language, without touching what is live until it may be."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationLog

from privacy_portal.privacy_policy.approval.review import CHECKED_BY
from privacy_portal.privacy_policy.models import PolicyPage

from .four_eyes import is_second_person


def is_policy(translation: Translation) -> bool:
    model = translation.source.specific_content_type.model_class()
    return model is not None and issubclass(model, PolicyPage)


def existing_page(translation: Translation) -> PolicyPage | None:
    """The page in the other language; an alias only borrows its text and does not count."""
    pages = PolicyPage.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id, alias_of=None
    )
    return pages.first()


def translated(translation: Translation) -> PolicyPage:
    """As it will read; nothing is saved. All pieces must be there (localize raises otherwise)."""
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=False)
    page.slug = find_available_slug(page.get_parent(), page.slug, ignore_page_id=page.pk)
    return page


def save_translated(translation: Translation, user: AbstractBaseUser | None) -> Revision:
    """A draft revision. Localize itself would write the text to the live row at once."""
    revision = translated(translation).save_revision(user=user)
    if user is not None and is_second_person(translation, user):
        revision.content = {**revision.content, CHECKED_BY: user.pk}
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    TranslationLog.objects.create(source=translation.source, locale=translation.target_locale, revision=revision)
    return revision


@transaction.atomic
def publish_translated(translation: Translation, user: AbstractBaseUser | None) -> None:
    save_translated(translation, user).publish(user=user)
