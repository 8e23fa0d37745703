"""Which page asks for how much certainty about who is there. Every address of the portal is in this table; a test
walks the portal as each kind of visitor and fails on an address that is not (SECURITY A-07)."""

from privacy_portal.data_subjects.levels import Level

# Reached by people who are not signed in, because they are about to be, or were.
OPEN = {
    "sign_in": Level.A0,
    "sign_in_code": Level.A0,
    "sign_in_resend": Level.A0,
    "sign_in_link": Level.A0,
    "sign_in_confirm": Level.A0,
    "sign_out": Level.A0,
    "signed_out": Level.A0,
    "not_me": Level.A0,
    "not_me_link": Level.A0,
    "access_stopped": Level.A0,
}

SIGNED_IN = {
    "home": Level.A1,
    # Masked at A1; from A2 all but bank account and date of birth.
    "data": Level.A1,
    "show_hidden": Level.A3,
    "activity": Level.A1,
    "policy_news": Level.A1,
    "policy_news_seen": Level.A1,
    "security": Level.A1,
    "end_session": Level.A1,
    "end_other_sessions": Level.A1,
    "extend_session": Level.A1,
    "stop_access": Level.A1,
    "step_up": Level.A1,
    "step_up_by_mail": Level.A1,
    # Second proofs are given by who has the first: the mailbox. Nobody needs an account for them (SECURITY V-08).
    "proof_desk": Level.A1,
    "proof_letter": Level.A1,
    "proof_letter_ask": Level.A1,
    "proof_address": Level.A1,
    "proof_address_send": Level.A1,
}

# SECURITY, assurance levels: an e-mail round trip is enough to file a request and to follow it.
REQUESTS = dict.fromkeys(
    (
        "requests",
        "request",
        "file_request",
        "request_guide",
        "request_question",
        "request_files",
        "request_remove_file",
        "request_check",
        "request_received",
        "request_withdraw",
        "request_attachment",
        "request_object",
        "request_document",
        "delegation",
    ),
    Level.A1,
)
# The person concerned stops what somebody asks on their behalf, from a mail (SECURITY V-12).
OBJECTION = {"delegation_objection": Level.A0, "delegation_objection_link": Level.A0}

# Switches of one's own mail ask for no more than the mailbox itself.
PREFERENCES = dict.fromkeys(("preferences", "preferences_off", "set_preference"), Level.A1)

# SECURITY X-01: what leaves this site asks for a second proof, and for a fresh one to fetch it.
DOWNLOADS = {
    "downloads": Level.A1,
    "ask_export": Level.A2,
    "export": Level.A1,
    "export_progress": Level.A1,
    "export_file": Level.A3,
    "complete_export": Level.A2,
}

# What we hold changes only by who proved more than a mailbox. For an e-mail address the page itself asks A3.
CORRECTIONS = dict.fromkeys(
    ("correct_record", "correct_field", "correct_check", "correction", "correction_progress"),
    Level.A2,
)

# SECURITY A3: another address to sign in with. Parting closes a door, so it asks for no more than being there.
ADDRESSES = {
    "address_change": Level.A3,
    "address_join": Level.A3,
    "address_prove": Level.A3,
    "address_confirm": Level.A3,
    "address_switch": Level.A1,
    "address_part": Level.A1,
    # Only takes the token out of the address.
    "address_link": Level.A0,
    "address_undo": Level.A0,
    "address_undo_link": Level.A0,
}

LEVELS: dict[str, Level] = OPEN | SIGNED_IN | REQUESTS | PREFERENCES | DOWNLOADS | CORRECTIONS | ADDRESSES | OBJECTION
