"""The published forms of what a download holds, for who writes a program that reads one (Art. 20(1))."""

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).parent / "schemas"


@cache
def _schemas() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in FOLDER.glob("*.json")}


@require_safe
@cache_control(public=True, max_age=86400)
def schema(request: HttpRequest, document: str, version: int) -> HttpResponse:
    text = _schemas().get(f"{document}-{version}")
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="application/schema+json")
    # For programs of others: nothing in it belongs to anybody.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
