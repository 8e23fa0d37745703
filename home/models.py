from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .blocks import ActionBlock, BodyBlock, TileBlock


class PublicPage(Page):
    """May be kept by caches and is asked again each time; not when only some may read it, and never as a draft."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if not getattr(request, "is_preview", False) and not self.get_view_restrictions():
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response


class HomePage(PublicPage):
    """The front page in one language: what a visitor can do here, in one look."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("Two sentences under the title."))
    actions = StreamField([("action", ActionBlock())], blank=True, max_num=2, verbose_name=_("buttons"))
    tiles = StreamField(StreamBlock([("tile", TileBlock())]), blank=True, verbose_name=_("tiles"))
    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, *map(FieldPanel, ["lead", "actions", "tiles", "body"])]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class PlainPage(PublicPage):
    """A page of text: accessibility statement, rights, how to report a vulnerability."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("The short answer, in two sentences."))
    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    @property
    def contents(self) -> list[dict[str, str]]:
        """Entries of the contents list. A draft may lack a heading, so those are left out."""
        sections = (block.value for block in self.body if block.block_type == "section")
        return [
            {"anchor": section["anchor"], "title": section["heading"]}
            for section in sections
            if section.get("anchor") and section.get("heading")
        ]
