"""The public page where anyone can check a receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .receipts import BadReceipt, public_key, read
from .statements import statement_lines


def receipt(request: HttpRequest, text: str = "") -> HttpResponse:
    """Without a receipt it asks for one; the form sends it as a parameter, which becomes part of the address."""
    if "receipt" in request.GET:
        asked = "".join(request.GET["receipt"].split())
        return redirect("evidence:receipt", asked) if asked else redirect("evidence:receipts")
    context: dict[str, Any] = {"receipt": text, "public_key": public_key()}
    if text:
        context |= _checked(text)
    return render(request, "evidence/receipt.html", context)


def _checked(text: str) -> dict[str, Any]:
    try:
        payload = read(text)
    except BadReceipt:
        return {"is_genuine": False}
    return {"is_genuine": True, "lines": statement_lines(payload)}
