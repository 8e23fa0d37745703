"""What every entry of the register shares: a key, a language, drafts, revisions, workflow and locks."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

# One row's own publication. A translation starts its own; it must not point at the revision of its source.
PUBLICATION_FIELDS = (
    "live",
    "has_unpublished_changes",
    "latest_revision",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
)


def words(*names: str) -> list[TranslatableField]:
    """Fields a translator rewrites."""
    return [TranslatableField(name) for name in names]


def facts(*names: str) -> list[SynchronizedField]:
    """Fields that are the same in every language. A reference may point at a row of any: its key counts."""
    return [SynchronizedField(name, overridable=False) for name in names]


class EntryQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(live=True)

    def in_language(self, language_code: str) -> Self:
        return self.filter(locale__language_code=language_code)


class RegisterEntry(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, ClusterableModel):
    """One row per language; rows of one entry share `key`, the name by which programs know it."""

    key = models.SlugField(
        _("key"),
        max_length=60,
        help_text=_("The name programs use. The same in every language; do not change it once it is in use."),
    )
    name = models.CharField(_("name"), max_length=160)

    objects = EntryQuerySet.as_manager()
    exclude_fields_in_copy = list(PUBLICATION_FIELDS)

    class Meta(TranslatableMixin.Meta):
        abstract = True
        unique_together = [("translation_key", "locale"), ("key", "locale")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
