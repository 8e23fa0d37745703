"""The portal's addresses. Each slice keeps its own; the words are translated, so each language has its own paths."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from .sign_in import views as sign_in

app_name = "self_service"
urlpatterns = [
    path("", include("privacy_portal.self_service.dashboard.urls")),
    path(pgettext_lazy("url", "sign-in/"), include("privacy_portal.self_service.sign_in.urls")),
    path(pgettext_lazy("url", "sign-out/"), sign_in.sign_out, name="sign_out"),
    path(pgettext_lazy("url", "signed-out/"), sign_in.signed_out, name="signed_out"),
    path(pgettext_lazy("url", "data/corrections/"), include("privacy_portal.self_service.corrections.urls")),
    path(pgettext_lazy("url", "data/"), include("privacy_portal.self_service.data_view.urls")),
    path(pgettext_lazy("url", "downloads/"), include("privacy_portal.self_service.downloads.urls")),
    path(pgettext_lazy("url", "preferences/"), include("privacy_portal.self_service.preferences.urls")),
    path(pgettext_lazy("url", "requests/"), include("privacy_portal.self_service.rights_requests.urls")),
    path(pgettext_lazy("url", "security/addresses/"), include("privacy_portal.self_service.addresses.urls")),
    path(pgettext_lazy("url", "security/"), include("privacy_portal.self_service.security.urls")),
    path(pgettext_lazy("url", "activity/"), include("privacy_portal.self_service.activity.urls")),
    path(pgettext_lazy("url", "policy-changes/"), include("privacy_portal.self_service.policy_news.urls")),
]
