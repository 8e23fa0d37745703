from wagtail.snippets.models import register_snippet

from .viewsets import RegisterGroup

register_snippet(RegisterGroup)
