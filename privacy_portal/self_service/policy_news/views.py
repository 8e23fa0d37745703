"""What changed in the privacy policy since you last looked (Art. 12(1): easily accessible, in clear words)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from privacy_portal.data_subjects.access import requires
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.visits import mark_seen

from .news import News, news_for


def news_of(request: SignedInRequest) -> News:
    language = get_language() or "nl"
    return news_for(request.data_subject, language=language, now=timezone.now(), today=timezone.localdate())


@requires(Level.A1)
@require_safe
def policy_news(request: SignedInRequest) -> HttpResponse:
    """Opening the page takes nothing away: a browser may fetch it before anybody asks for it."""
    return render(request, "self_service/policy_news/policy_news.html", {"news": news_of(request)})


@requires(Level.A1)
@require_POST
def seen(request: SignedInRequest) -> HttpResponse:
    """The form says up to which version was shown: what takes effect in between is news again."""
    rows = PolicyVersion.objects.in_force_on(timezone.localdate()).defer("html", "text", "content")
    version = get_object_or_404(rows, pk=whole_number(request.POST.get("version", "")))
    mark_seen(request.data_subject, version, now=timezone.now())
    notify(request, _("Noted. We tell you when the privacy policy changes again."))
    return redirect("self_service:home")


def whole_number(text: str) -> int:
    """Zero is nobody's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
