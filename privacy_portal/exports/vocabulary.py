"""What another controller calls our fields: words of schema.org, in a download to take elsewhere (Art. 20(1): "a
structured, commonly used and machine-readable format"). docs/reference/export.md shows the same table; a test compares
them. A field without a common word goes along under our own name."""

VOCABULARY = "https://schema.org/"

# Kind of record -> type.
TYPES = {
    "account": "Person",
    "guest": "Person",
    "ticketmaster": "Person",
    "member": "Person",
    "order": "Order",
    "ticket": "Ticket",
    "held-ticket": "Ticket",
    "waiting-list": "Reservation",
    "loyalty": "ProgramMembership",
    "newsletter": "SubscribeAction",
    "policy-notices": "SubscribeAction",
    "locker": "RentAction",
    "choice": "ChooseAction",
}

# Field, whatever its kind -> property.
PROPERTIES = {
    "first_name": "givenName",
    "last_name": "familyName",
    "merge_fields-fname": "givenName",
    "merge_fields-lname": "familyName",
    "merge_fields-phone": "telephone",
    "email": "email",
    "email_address": "email",
    "phone": "telephone",
    "street": "streetAddress",
    "postcode": "postalCode",
    "city": "addressLocality",
    "country": "addressCountry",
    "birth_date": "birthDate",
    "preferences": "knowsAbout",
    "language": "inLanguage",
    "placed_at": "orderDate",
    "payment": "paymentMethod",
    "iban": "accountId",
    "invoice_to": "customer",
    "total": "totalPrice",
    "price": "totalPrice",
    "event": "reservationFor",
    "hall": "location",
    "starts_at": "startDate",
    "seat": "ticketedSeat",
    "seats": "numAdults",
    "holder_name": "underName",
    "joined_on": "bookingTime",
    "since": "validFrom",
    "ended_on": "validThrough",
    "choice": "object",
    "state": "actionStatus",
    "on": "actionStatus",
    "at": "startTime",
    "changed_on": "startTime",
    "confirmed_at": "startTime",
    "wording": "description",
    "policy_version": "version",
    "method": "instrument",
}

# Where one word of ours means different things: kind and field -> property.
NUMBERS = {
    "order": "orderNumber",
    "ticket": "ticketNumber",
    "loyalty": "membershipNumber",
}


def type_of(kind: str) -> str:
    return _address(TYPES.get(kind, ""))


def term_of(kind: str, field: str) -> str:
    return _address(NUMBERS.get(kind, "") if field == "number" else PROPERTIES.get(field, ""))


def _address(word: str) -> str:
    return VOCABULARY + word if word else ""
