"""A source elsewhere: asked by the addresses a person has proved, without our database at hand, so that several can
be asked at the same time."""

from abc import abstractmethod
from collections.abc import Iterator

from privacy_portal.data_sources.contract import Handle, Record, Source, Subscription
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_subjects.models import DataSubject


class OutsideSource(Source):
    is_embedded = False

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        yield from self.collect_for(handles_of(subject))

    @abstractmethod
    def collect_for(self, handles: tuple[Handle, ...]) -> Iterator[Record]:
        """What `collect` gives, without a query of ours."""

    def subscriptions(self, subject: DataSubject) -> tuple[Subscription, ...]:
        return self.subscriptions_for(handles_of(subject))

    def subscriptions_for(self, handles: tuple[Handle, ...]) -> tuple[Subscription, ...]:
        """What `subscriptions` gives, without a query of ours."""
        raise self._cannot(Capability.SUBSCRIPTIONS)
