"""Stands in front of localize's `Translation.save_target`, the one door all its ways of publishing go through: the
translation editor, “sync translated pages” and “translate this page”. As it comes, that door lets half-translated
text, locked pages and people without publish right through. See docs/decisions/0009."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from privacy_portal.privacy_policy.actions import CannotFreeze, Edition, check_publishable
from privacy_portal.privacy_policy.models import PolicyPage

from .four_eyes import own_work
from .missing import missing_messages
from .notices import say
from .writing import existing_page, is_policy, publish_translated, translated

User = AbstractBaseUser | None
SaveTarget = Callable[..., Any]


class CannotPublishTranslation(ValidationError):
    """Why a translation may not go live, each message saying how to mend it. Localize catches this kind."""


def install() -> None:
    """Called once, when the apps are ready. Remove it with `uninstall`, as the tests do to show what would happen."""
    if not hasattr(Translation.save_target, "unguarded"):
        Translation.save_target = guarded(Translation.save_target)


def uninstall() -> None:
    Translation.save_target = getattr(Translation.save_target, "unguarded", Translation.save_target)


def guarded(save_target: SaveTarget) -> SaveTarget:
    @wraps(save_target)
    def save_target_if_allowed(self: Translation, user: User = None, publish: bool = True) -> None:
        if publish and (found := problems(self, user)):
            keep_a_draft(self, user, save_target)
            refuse_with(found)
        if not is_policy(self):
            return save_target(self, user=user, publish=publish)
        with transaction.atomic():
            if existing_page(self) is None:
                save_target(self, user=user, publish=False)
            if publish:
                publish_whole(self, user)
        return None

    save_target_if_allowed.unguarded = save_target  # type: ignore[attr-defined]
    return save_target_if_allowed


def keep_a_draft(translation: Translation, user: User, save_target: SaveTarget) -> None:
    """“Translate this page” needs a page to translate in, whether or not that may be live."""
    model = translation.source.specific_content_type.model_class()
    if issubclass(model, DraftStateMixin) and target_of(translation) is None:
        save_target(translation, user=user, publish=False)


def publish_whole(translation: Translation, user: User) -> None:
    try:
        check_publishable(translated(translation), by_person=user is not None)
        publish_translated(translation, user)
    except CannotFreeze as refused:
        refuse_with(refused.messages)


def refuse_with(messages: list[str]) -> None:
    if messages:
        say(messages)
        raise CannotPublishTranslation({"__all__": messages})


def problems(translation: Translation, user: User) -> list[str]:
    """The first kind of trouble is enough; the rest may change when it is solved."""
    target = target_of(translation)
    rules = (no_right, locked, unfinished, own, ahead_of_source)
    return next((found for rule in rules if (found := rule(translation, target, user))), [])


def target_of(translation: Translation) -> Any | None:
    model = translation.source.specific_content_type.model_class()
    return model.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()


def no_right(translation: Translation, target: Any, user: User) -> list[str]:
    """No user means a script, which answers to the person at the command line."""
    if user is None or may_publish(translation, target, user):
        return []
    return [_("%(language)s: you may translate this, but not publish it. Ask legal to publish.") % naming(translation)]


def may_publish(translation: Translation, target: Any, user: AbstractBaseUser) -> bool:
    if isinstance(target, Page):
        return target.permissions_for_user(user).can_publish()
    model = translation.source.specific_content_type.model_class()
    if issubclass(model, Page):
        return may_publish_below(translation, user)
    action = "publish" if issubclass(model, DraftStateMixin) else "change"
    return policy_registry.get_by_type(model).user_has_permission(user, action)


def may_publish_below(translation: Translation, user: AbstractBaseUser) -> bool:
    """The page is still to be made, under the translated parent or a copy of it."""
    parent = translation.source.get_source_instance().get_parent()
    parent = parent.get_translation_or_none(translation.target_locale) or parent
    return parent.permissions_for_user(user).can_publish_subpage()


def locked(translation: Translation, target: Any, user: User) -> list[str]:
    lock = target.get_lock() if hasattr(target, "get_lock") else None
    if lock is None or (user is not None and not lock.for_user(user)):
        return []
    return [_("%(language)s: the page or entry is locked, so it stays as it is.") % naming(translation)]


def unfinished(translation: Translation, target: Any, user: User) -> list[str]:
    """What has no draft state can only be made live, and is finished afterwards."""
    if not issubclass(translation.source.specific_content_type.model_class(), DraftStateMixin):
        return []
    return missing_messages(translation)


def own(translation: Translation, target: Any, user: User) -> list[str]:
    return own_work(translation, target, user) if is_policy(translation) else []


def ahead_of_source(translation: Translation, target: Any, user: User) -> list[str]:
    """Pieces taken from a draft may only go live together with that draft."""
    if not is_policy(translation) or says_what_is_live(translation):
        return []
    told = _(
        "%(language)s: this translates a draft that is not published yet. "
        "Publish both together with “Publish all languages” on the page in %(source)s."
    )
    return [told % naming(translation)]


def says_what_is_live(translation: Translation) -> bool:
    original = PolicyPage.objects.get(translation_key=translation.source.object_id, locale=translation.source.locale)
    return original.live and Edition.of(original) == Edition.of(translation.source.as_instance())


def naming(translation: Translation) -> dict[str, str]:
    return {
        "language": translation.target_locale.get_display_name(),
        "source": translation.source.locale.get_display_name(),
    }
