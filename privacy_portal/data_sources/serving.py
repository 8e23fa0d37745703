"""What the register is to one person: for which activities this site itself holds data about them."""

from privacy_portal.data_subjects.models import DataSubject

from .registry import sources


def activities_known_here(subject: DataSubject) -> frozenset[str]:
    """By the sources whose rows are in this database. Others would have to be called, which a page view never waits
    for, so somebody may hold data for more activities than these."""
    asked = (source for source in sources() if source.is_embedded)
    return frozenset().union(*(source.activities(subject) for source in asked))
