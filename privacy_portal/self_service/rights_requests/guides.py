"""What each right means in plain words, and which quicker way there may be. Shown before anything is asked."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy_portal.gdpr.rights import Right


@dataclass(frozen=True)
class Shortcut:
    """What a person can do alone and at once, instead of asking us."""

    text: Any
    link_text: Any
    url_name: str


@dataclass(frozen=True)
class Guide:
    """`act` names the deed on buttons; `promise` tells what we do when asked, `limits` when we may say no."""

    right: Right
    title: Any
    summary: Any
    act: Any
    promise: Any
    limits: Any = ""
    shortcut: Shortcut | None = None

    @property
    def slug(self) -> str:
        """How the right is called in an address of this language."""
        return str(SLUGS[self.right])


SEE_DATA = Shortcut(
    _("You can look at your data right away, without asking us."), _("See my data"), "self_service:data"
)
DOWNLOAD = Shortcut(
    _("You can download your data yourself. That usually takes a few minutes."),
    _("Download my data"),
    "self_service:downloads",
)
PREFERENCES = Shortcut(
    _("You can switch newsletters, post and sharing off yourself. That works at once."),
    _("Go to newsletters and consent"),
    "self_service:preferences",
)

GUIDES: dict[Right, Guide] = {
    guide.right: guide
    for guide in (
        Guide(
            Right.INFORMATION,
            _("Know what we do with your data"),
            _("You want to know whether we use your data, for what, and who receives it."),
            _("Ask for information"),
            _(
                "We tell you in plain words which data we have about you, why, for how long we keep it, where "
                "it comes from and with whom we share it."
            ),
            shortcut=SEE_DATA,
        ),
        Guide(
            Right.ACCESS,
            _("See your data"),
            _("You want to see the data that we have about you, or receive a copy."),
            _("Ask for access"),
            _("You receive a copy of your data, with an explanation of why we have it and how long we keep it."),
            _("We leave out what is about other people."),
            SEE_DATA,
        ),
        Guide(
            Right.RECTIFICATION,
            _("Have your data corrected"),
            _("Something we have written down about you is wrong or not complete."),
            _("Ask for correction"),
            _(
                "We check what you tell us, correct it everywhere we keep it, and tell the organisations that "
                "received it from us."
            ),
            _("We may ask you to show that the new data is right."),
        ),
        Guide(
            Right.ERASURE,
            _("Have your data erased"),
            _("You want us to remove your data."),
            _("Ask for erasure"),
            _(
                "We remove everything that we no longer need, at every organisation that keeps it for us. If we "
                "must keep something, we tell you what, why and until when."
            ),
            _(
                "Are you still going to a concert or show with us? Then we keep what we need for that visit. "
                "After the visit we remove it. What we use for figures about our audience no longer points to you."
            ),
        ),
        Guide(
            Right.RESTRICTION,
            _("Have us stop using your data for a while"),
            _("You do not want us to use your data, but we should not remove it either."),
            _("Ask for restriction"),
            _(
                "We keep your data, but do nothing with it until the matter is settled. We tell you before we "
                "use it again."
            ),
            _("This is possible in four cases. We ask which one is yours."),
        ),
        Guide(
            Right.OBJECTION,
            _("Object to what we do with your data"),
            _("We use your data for an interest of our own, and you do not want that."),
            _("Object"),
            _(
                "We stop, unless we have reasons that weigh more than yours. Then we tell you which. With "
                "advertising we always stop."
            ),
            shortcut=PREFERENCES,
        ),
        Guide(
            Right.PORTABILITY,
            _("Take your data along"),
            _("You want your data in a file that another organisation can read."),
            _("Ask for your data in a file"),
            _("You receive the data you gave us in a common file format, so that you can pass it on."),
            _("This is about data you gave us yourself, for an order or because you agreed."),
            DOWNLOAD,
        ),
        Guide(
            Right.WITHDRAW_CONSENT,
            _("Withdraw your consent"),
            _("You agreed to something and you changed your mind."),
            _("Withdraw consent"),
            _("We stop with what you agreed to. What we did before stays lawful."),
            shortcut=PREFERENCES,
        ),
        Guide(
            Right.COMPLAINT,
            _("Make a complaint"),
            _("You are not satisfied with how we deal with your data."),
            _("Send a complaint"),
            _("We look into it, tell you what we found, and what we change."),
        ),
    )
}


SLUGS = {
    Right.INFORMATION: pgettext_lazy("url", "information"),
    Right.ACCESS: pgettext_lazy("url", "access"),
    Right.RECTIFICATION: pgettext_lazy("url", "rectification"),
    Right.ERASURE: pgettext_lazy("url", "erasure"),
    Right.RESTRICTION: pgettext_lazy("url", "restriction"),
    Right.OBJECTION: pgettext_lazy("url", "objection"),
    Right.PORTABILITY: pgettext_lazy("url", "portability"),
    Right.WITHDRAW_CONSENT: pgettext_lazy("url", "withdraw-consent"),
    Right.COMPLAINT: pgettext_lazy("url", "complaint"),
}


@cache
def rights_by_slug() -> dict[str, Right]:
    """In every language: whoever switches language keeps the page, with the word of the old one in its address."""
    found = {}
    for code, _own_name in settings.LANGUAGES:
        with translation.override(code):
            found.update({str(slug): right for right, slug in SLUGS.items()})
    return found


def guide_of_slug(slug: str) -> Guide | None:
    right = rights_by_slug().get(slug)
    return GUIDES[right] if right else None
