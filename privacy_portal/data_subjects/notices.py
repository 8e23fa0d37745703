"""One-time notices: said by an action, shown by the portal's layout on the next page."""

from .requests import CustomerRequest


def notify(request: CustomerRequest, text: str) -> None:
    """Kept in the customer's own session, in the language it was said in."""
    session = request.customer_session
    if session is not None:
        session.put("notices", [*session.get("notices", []), str(text)])
