"""Every address of the site. Plain views come before Wagtail's catch-all; the path begins with the language."""

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import health, well_known
from .sitemaps import SITEMAPS

handler400 = "cms.errors.bad_request"
handler403 = "cms.errors.permission_denied"
handler404 = "cms.errors.page_not_found"
handler500 = "cms.errors.server_error"


def admin_csp(view):
    """Wagtail's admin needs inline scripts and styles in four places (docs/decisions/0006) and frames its own
    previews; nothing else does."""
    looser = csp_update({"script-src": ["'unsafe-inline'"], "style-src": ["'unsafe-inline'"], "img-src": ["blob:"]})
    framing = csp_replace({"frame-src": ["'self'"], "frame-ancestors": ["'self'"]})
    return framing(looser(view))


machine_urls: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", well_known.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path(".well-known/gpc.json", well_known.gpc, name="gpc"),
    path("", include("privacy_portal.exports.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/favicon.svg"), name="favicon"),
]

staff_urls = [
    path("beheer/", include("cms.staff.urls")),
    path("beheer/", include(decorate_urlpatterns(list(wagtailadmin_urls.urlpatterns), admin_csp))),
    path("documents/", include(wagtaildocs_urls)),
]

public_urls = i18n_patterns(
    path(pgettext_lazy("url", "my-data/"), include("privacy_portal.self_service.urls")),
    path("", include("privacy_portal.privacy_policy.urls")),
    path("", include("privacy_portal.processing_register.urls")),
    path("", include("privacy_portal.consent.urls")),
    path("", include("privacy_portal.evidence.urls")),
    # In the place of Wagtail's own sign-in for readers, which takes a password, no second step, and any number of tries
    # (ASVS 6.3.4). Gone where this process does not serve staff.
    path("_util/login/", RedirectView.as_view(pattern_name="staff:login"), name="wagtailcore_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

urlpatterns = [*machine_urls]
if settings.ROLE in {"staff", "all"}:
    urlpatterns += staff_urls
if settings.DEMO_MAILBOX:
    urlpatterns += [path("demo/", include("cms.demo.urls"))]
# A worker answers no requests, but mails and frozen policy versions hold links to these.
urlpatterns += public_urls
