from django.urls import include, path
from django.utils.translation import pgettext_lazy

from . import views
from .approval.views import shared_draft
from .downloads import views as downloads
from .reading import views as reading

app_name = "privacy_policy"
urlpatterns = [
    path(pgettext_lazy("url", "privacy-policy/"), views.policy, name="policy"),
    path(pgettext_lazy("url", "privacy-policy/search/"), reading.search, name="search"),
    path(pgettext_lazy("url", "privacy-policy/draft/<str:link>/"), shared_draft, name="shared_draft"),
    path(pgettext_lazy("url", "privacy-policy/versions/"), views.versions, name="versions"),
    path(pgettext_lazy("url", "privacy-policy/versions/schema.json"), downloads.json_schema, name="schema"),
    path(pgettext_lazy("url", "privacy-policy/versions/<slug:slug>/"), views.version, name="version"),
    path(pgettext_lazy("url", "privacy-policy/versions/<slug:slug>.pdf"), downloads.version_pdf, name="version_pdf"),
    path(
        pgettext_lazy("url", "privacy-policy/versions/<slug:slug>.md"),
        downloads.version_markdown,
        name="version_markdown",
    ),
    path(pgettext_lazy("url", "privacy-policy/versions/<slug:slug>.json"), downloads.version_json, name="version_json"),
    path(
        pgettext_lazy("url", "privacy-policy/versions/<slug:slug>/search/"),
        reading.search_version,
        name="search_version",
    ),
    path("", include("privacy_portal.privacy_policy.changes.urls")),
    path("", include("privacy_portal.privacy_policy.feedback.urls")),
]
