"""Small doings on entries, as an editor would."""

from privacy_portal.processing_register.models import Processor


def processor(key: str, language: str = "nl") -> Processor:
    return Processor.objects.in_language(language).get(key=key)


def publish(entry, **changes):
    """One edit and a click on Publish."""
    draft(entry, **changes).publish()
    entry.refresh_from_db()


def draft(entry, **changes):
    """One edit and a click on Save draft."""
    edited = type(entry).objects.get(pk=entry.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(edited, name, value)
    return edited.save_revision()
