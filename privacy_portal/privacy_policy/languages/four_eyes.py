"""Who translated does not publish: a policy is reviewed, so its translation is read by a second person too."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from privacy_portal.privacy_policy.models import PolicyPage


def own_work(translation: Translation, page: PolicyPage | None, user: AbstractBaseUser | None) -> list[str]:
    if user is None or page is None or last_translator(translation) != user.pk:
        return []
    told = _("%(language)s: you made this translation last, so a colleague must publish it.")
    return [told % {"language": translation.target_locale.get_display_name()}]


def is_second_person(translation: Translation, user: AbstractBaseUser) -> bool:
    """Only when it is known who translated; otherwise it could have been anybody."""
    return last_translator(translation) not in {None, user.pk}


def last_translator(translation: Translation) -> int | None:
    pieces = StringTranslation.objects.filter(
        locale=translation.target_locale,
        context__object_id=translation.source.object_id,
        translation_of__in=translation.source.stringsegment_set.values("string"),
    )
    return pieces.order_by("-updated_at", "-pk").values_list("last_translated_by_id", flat=True).first()
