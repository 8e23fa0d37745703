"""Building blocks of the front page and plain pages. Links name a destination: no editor types an address."""

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .standing_pages import path_of

RICH_TEXT = ["h3", "bold", "italic", "link", "ol", "ul"]


class Destination(models.TextChoices):
    """Where a tile or a button may lead; the value is the page's name in this site."""

    POLICY = "privacy_policy:policy", _("Privacy policy")
    VERSIONS = "privacy_policy:versions", _("Earlier versions of the policy")
    PROCESSORS = "processing_register:processors", _("Register of processors")
    COOKIES = "processing_register:cookies", _("Cookies")
    RIGHTS = "rights", _("Your rights")
    PORTAL = "self_service:home", _("My data")
    FILE_REQUEST = "self_service:file_request", _("File a request")
    PREFERENCES = "self_service:preferences", _("Newsletters and consent")
    DOWNLOADS = "self_service:downloads", _("Downloads")


class Icon(models.TextChoices):
    """Names in static/icons/sprite.svg."""

    POLICY = "file-text", _("Document")
    PROCESSORS = "building-2", _("Building")
    COOKIES = "cookie", _("Cookie")
    RIGHTS = "scale", _("Scales")
    PERSON = "user", _("Person")
    PREFERENCES = "bell", _("Bell")
    DOWNLOAD = "download", _("Download")
    SHIELD = "shield-check", _("Shield")
    CALENDAR = "calendar-clock", _("Calendar")
    EYE = "eye", _("Eye")


def url_of(destination: str) -> str:
    """The address in the current language; empty when this process does not serve that part of the site."""
    if destination == Destination.RIGHTS:
        return path_of("rights")
    try:
        return reverse(destination)
    except NoReverseMatch:
        return ""


class LinkValue(blocks.StructValue):
    @property
    def url(self) -> str:
        return url_of(self.get("destination") or "")


class TileBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(choices=Icon.choices, label=_("Icon"))
    title = blocks.CharBlock(max_length=60, label=_("Title"))
    text = blocks.TextBlock(max_length=200, label=_("Text"))
    destination = blocks.ChoiceBlock(choices=Destination.choices, label=_("Leads to"))

    class Meta:
        icon = "link"
        label = _("Tile")
        value_class = LinkValue


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    anchor = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9-]*$",
        label=_("Anchor"),
        help_text=_("Lower-case word for links to this section. Keep it, also when the heading changes."),
    )
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("Text"))

    class Meta:
        icon = "doc-full"
        label = _("Section")
        template = "home/blocks/section.html"


class ActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    destination = blocks.ChoiceBlock(choices=Destination.choices, label=_("Leads to"))

    class Meta:
        icon = "arrow-right"
        label = _("Button")
        value_class = LinkValue
        template = "home/blocks/action.html"


class NoteBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "home/blocks/note.html"


class BodyBlock(blocks.StreamBlock):
    section = SectionBlock()
    action = ActionBlock()
    note = NoteBlock()
