"""What a policy is made of: sections with a stable address, in layers, some of whose parts read the register.

Blocks only say what an editor fills in. `readings.py` looks up what the register says today and `document.py`
turns the whole into plain data, so that a preview and a frozen version come from one telling."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

# No images, documents or embeds: a frozen text may only point to addresses that stay.
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
LINE_FEATURES = ["bold", "italic", "link"]


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warning", _("Warning"))], default="info", label=_("Tone")
    )
    heading = blocks.CharBlock(required=False, label=_("Heading"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")


class DetailsBlock(blocks.StructBlock):
    summary = blocks.CharBlock(
        label=_("Line that opens the details"), help_text=_("For instance: What the law says about this")
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "arrow-down"
        label = _("Details (second layer)")


class RegisterBlock(blocks.StructBlock):
    """A part whose content the register gives; the editor gives it a caption."""

    caption = blocks.CharBlock(required=False, label=_("Caption"))


class PurposesBlock(RegisterBlock):
    activities = blocks.ListBlock(
        SnippetChooserBlock("processing_register.ProcessingActivity", label=_("Processing activity")),
        default=[],
        label=_("Processing activities"),
        help_text=_("Empty means all activities in the register."),
    )

    class Meta:
        icon = "table"
        label = _("Register: data per purpose")


class ProcessorsBlock(RegisterBlock):
    processors = blocks.ListBlock(
        SnippetChooserBlock("processing_register.Processor", label=_("Processor")),
        default=[],
        label=_("Processors"),
        help_text=_("Empty means all processors in the register."),
    )

    class Meta:
        icon = "group"
        label = _("Register: processors")


class RetentionBlock(RegisterBlock):
    class Meta:
        icon = "history"
        label = _("Register: how long data is kept")


class RightsBlock(RegisterBlock):
    class Meta:
        icon = "tick-inverse"
        label = _("Rights, with a link to use them")


class CookiesBlock(RegisterBlock):
    class Meta:
        icon = "list-ul"
        label = _("Register: cookies")


class ContactsBlock(RegisterBlock):
    class Meta:
        icon = "mail"
        label = _("Register: contacts and complaint")


class BodyBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", label=_("Text"))
    notice = NoticeBlock()
    details = DetailsBlock()
    purposes = PurposesBlock(group=_("Register"))
    processors = ProcessorsBlock(group=_("Register"))
    retention = RetentionBlock(group=_("Register"))
    rights = RightsBlock(group=_("Register"))
    cookies = CookiesBlock(group=_("Register"))
    contacts = ContactsBlock(group=_("Register"))


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("Without a number: sections are numbered in order."))
    anchor = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9-]*$",
        error_messages={"invalid": _("Use small letters, digits and hyphens, starting with a letter.")},
        label=_("Address"),
        help_text=_("The part after # in a link. Keep it the same for ever and in every language."),
    )
    short_answer = blocks.RichTextBlock(
        required=False,
        features=LINE_FEATURES,
        label=_("Short answer"),
        help_text=_("One or two plain sentences; the rest of the section explains."),
    )
    body = BodyBlock(required=False, label=_("Text of the section"))

    class Meta:
        icon = "doc-full"
        label = _("Section")


REPEATED_ANCHOR = ValidationError(_("Another section already has this address; an address may occur once on the page."))


class SectionsBlock(blocks.StreamBlock):
    section = SectionBlock()

    def to_python(self, value):
        """Text that does not come from the editor (an import, the demo) has no ids inside its sections, and Wagtail
        only adds them at the top. Translating piece by piece needs them all."""
        for child in value:
            raw = child.get("value", {}).get("body") if isinstance(child, dict) else ()
            for part in raw or ():
                part.setdefault("id", str(uuid4()))
        return super().to_python(value)

    def clean(self, value):
        cleaned = super().clean(value)
        repeated = repeated_anchors([child.value.get("anchor") for child in cleaned])
        if repeated:
            errors = {at: StructBlockValidationError({"anchor": REPEATED_ANCHOR}) for at in repeated}
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


def repeated_anchors(anchors: list[str | None]) -> list[int]:
    """Positions of the anchors that stood on the page before."""
    return [index for index, anchor in enumerate(anchors) if anchor and anchor in anchors[:index]]


class SummaryBlock(blocks.StreamBlock):
    """The policy in at most six lines."""

    point = blocks.RichTextBlock(features=LINE_FEATURES, icon="tick", label=_("Point"))

    class Meta:
        max_num = 6
