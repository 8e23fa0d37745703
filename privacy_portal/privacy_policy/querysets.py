"""Questions about versions. Newest means: takes effect last, and of those published last."""

from datetime import date
from typing import Self

from privacy_portal.evidence.append_only import AppendOnlyQuerySet


class PolicyVersionQuerySet(AppendOnlyQuerySet):
    def in_language(self, language_code: str) -> Self:
        return self.filter(language_code=language_code)

    def in_force_on(self, day: date) -> Self:
        return self.filter(effective_from__lte=day)

    def newest_first(self) -> Self:
        return self.order_by("-effective_from", "-published_at", "-pk")
