"""Small files that machines look for: robots, security.txt (RFC 9116), Global Privacy Control, the site map."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.standing_pages import path_of
from privacy_portal.processing_register.queries import controller

from .languages import address

# Addresses that are nobody's business to index.
PRIVATE_VIEWS = ("self_service:home",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    private = [address(name, code) for name in PRIVATE_VIEWS for code, _ in settings.LANGUAGES]
    lines = ["User-agent: *", "Disallow: /beheer/"]
    lines += [f"Disallow: {path}" for path in private if path]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security_contact() -> str:
    """The address an operator set, else the controller's own, else that of its data protection officer."""
    venue = controller(settings.LANGUAGE_CODE)
    return settings.SECURITY_CONTACT or f"mailto:{venue.privacy_email or venue.email or venue.dpo_email}"


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116; expires within the year, as section 2.5.5 advises."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {security_contact()}",
        f"Expires: {(today + timedelta(days=180)).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
        f"Policy: {settings.BASE_URL}{path_of('vulnerability', settings.LANGUAGE_CODE)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def gpc(request: HttpRequest) -> JsonResponse:
    """Global Privacy Control: this site honours `Sec-GPC: 1` as a refusal of marketing."""
    return JsonResponse({"gpc": True, "lastUpdate": "2026-11-22"})
