"""What happens once a review is done (WAGTAIL_FINISH_WORKFLOW_ACTION). Wagtail reads this while its own models are
being made, so everything else is imported later."""

from typing import Any


def publish_all_languages(workflow_state: Any, user: Any = None) -> None:
    from .after_review import publish_approved

    publish_approved(workflow_state, user)
