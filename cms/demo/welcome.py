"""What `make demo` tells a newcomer when everything is up."""

from cms.staff.demo import DEMO_PASSWORD, DEMO_STAFF

# Address, order number and postcode (asked before a download), who it is.
CUSTOMERS = (
    ("alma@example.org", "D-5001", "9712 AB", "with an account"),
    ("gijs@example.org", "D-6001", "9401 XZ", "a guest, bought without account"),
)


def welcome(base_url: str, *, pdf_problem: str) -> str:
    staff = "\n".join(f"    {person.email:28} {person.role}" for person in DEMO_STAFF)
    customers = "\n".join(
        f"    {email:28} order {order}, postcode {code}: {who}" for email, order, code, who in CUSTOMERS
    )
    lines = f"""
  The site        {base_url}/            (English: {base_url}/en/)
  My data         {base_url}/mijn-gegevens/
  Staff           {base_url}/beheer/
  Mail it sends   {base_url}/demo/mail/

  Customers sign in with a code that appears in the mailbox above; any other address works too:
{customers}

  Staff: password  {DEMO_PASSWORD}
  and the six digits of:  .venv/bin/python manage.py demo_token E-MAIL
{staff}

  Ctrl-C stops it; `make clean` forgets its data.
"""
    return lines + (f"\n  Without PDF downloads: {pdf_problem}.\n" if pdf_problem else "")
