"""What the site promises about identity and about a hostile world: an id and a sentence. Tests name the id
(`@pytest.mark.security("V-03")`, or `test_v03_...`); `reference` writes docs/reference/security.md from both.

Levels: A0 nobody, P a link from a mail (switches of one address), A1 a proven mailbox, A2 and a second proof, A3 and a
proof of the last five minutes; S2 staff with a second step."""

VERIFICATION = {
    "V-01": "Signing in and asking answer alike for a known, an unknown, a stopped and an over-limit address: status, headers, body, and within 10 ms.",
    "V-02": "No system elsewhere is asked anything before the mailbox has answered.",
    "V-03": "A code has 40 bits from a secure source, is kept as a keyed hash, lives ten minutes, takes five tries, works once and only in the browser that asked; a new one ends the older of that browser and nobody else's. A link has 128 bits.",
    "V-04": "Opening a link uses nothing up, fifty times over; its button does, once, also when pressed twice at once. The session begins in the browser that confirms.",
    "V-05": "A page behind a token tells nobody (no referrer), is kept nowhere and loads nothing of others; the token leaves the address at once and stands in no log.",
    "V-06": "Links in mail begin with the configured address; another Host is refused, X-Forwarded-Host is not read.",
    "V-07": "No form asks for an identity document; where a venue switches that on it takes a reason per case, says what to black out, and deletes it when checked, within seven days.",
    "V-08": "Every second proof can be reached without an account, says what is asked and why, and costs a guest at most one step more.",
    "V-09": "Order number and postcode: three tries a day per address, one answer, compared in constant time; too many close this way only.",
    "V-10": "A changed address, a recovery, a delegate or a new device holds a download or erasure for 72 hours, never past day 25 of the term; the person sees it.",
    "V-11": "Every download made and fetched, erasure asked and done, change of address or proof, delegate and unusual look by staff is told to every proven channel, the old one too, with a link that stops all access within a second.",
    "V-12": "A request for somebody else is a case for staff: authority is checked, the answer goes to the person concerned, who is told at once and has 72 hours to object; children and the dead are flagged.",
    "V-13": "Doubt about who asks keeps its reason, what was asked and by whom; the clock shows that it stands still.",
    "V-14": "A request nobody confirmed goes after seven days; only a count stays.",
}
ACCESS = {
    "A-01": "Staff without a confirmed second step reach the set-up only; every other address of the admin leads to sign-in, also one that a package adds tomorrow.",
    "A-02": "No code verifies a device behind the lock; of eight replays at once one succeeds.",
    "A-03": "Recovery codes have 112 bits, are shown once, kept as a hash, counted on screen; keys of apps are sealed; a code of an app is good for its half minute and the next (a stated deviation).",
    "A-04": "The session's id changes at sign-in, at a second proof and at signing out; a cookie planted before is worth nothing.",
    "A-05": "Customers end after 30 idle minutes or 12 hours, staff after 30 minutes or 10 hours; on the server, with a list to end one or all; a closed account ends its sessions at once.",
    "A-06": "Cookies are __Host-, Secure, HttpOnly, SameSite=Lax, Path=/; staff and customers have different ones; signing out clears the browser.",
    "A-07": "A customer is never a user of the admin. Every address is tried as nobody, by link, as A1, A2, A3 and as each role of staff; an address that no table names fails.",
    "A-08": "Ids in addresses are random (UUID 4, so 122 bits where 128 were asked) and tied to their owner; somebody else's answers with the same page as one that does not exist.",
    "A-09": "Roles: editor (policy), desk (cases, masked), officer (reads), auditor (log), administrator (no cases). To unmask takes a reason and leaves an entry.",
    "A-10": "Carrying out an erasure and setting identity aside take two people; one person twice is refused, also at once.",
    "A-11": "Nobody signs in as somebody else. A look on a customer's behalf only reads, has a reason, an entry and a notice.",
    "A-12": "Staff from a directory are known by issuer and subject; PKCE, state and nonce; a second step is demanded all the same.",
    "A-13": "After migrate nobody has an account; the first administrator comes from a command that works once and forces a second step.",
}
LIMITS = {
    "R-01": "Sign-in mails: 3 a quarter of an hour and 8 a day per address, 10 an hour per network, 300 a minute in all; 5 tries a code, 20 a day per address.",
    "R-02": "Five wrong passwords make that person from that place wait a quarter of an hour; never the person everywhere.",
    "R-03": "One new download a day, five requests a day, five files of 10 MB each, told apart by content, looked at by a virus scanner where there is one.",
    "R-04": "Where a client is comes only from the number of proxies we run; a made-up header changes nothing.",
    "R-05": "Limits hold over processes and restarts; fifty at once let not one more through.",
    "R-06": "A solved puzzle (ALTCHA) counts once; without a script there is a way by mail or at the desk.",
}
WEB = {
    "H-01": "Every answer has a Content-Security-Policy without inline script, eval or hashes, that names default-src, frame-src, frame-ancestors, base-uri, form-action and object-src. The admin has its own.",
    "H-02": "Every answer has HSTS of a year or more with subdomains, a referrer policy of same-origin or none, nosniff, COOP, CORP and Permissions-Policy; the site says no Server or X-Powered-By, nginx no version.",
    "H-03": "Personal pages say no-store; a shared cache in front stores nothing with a cookie and mixes no two people.",
    "H-04": "security.txt as RFC 9116 asks; it expires within a year and never within thirty days.",
    "H-05": "TLS 1.2 and 1.3, no tickets, compression or early data; nothing personal is compressed on the way.",
    "H-06": "Newsletters can be ended by a mail program with a bare POST (RFC 8058), at once. SPF, DKIM, DMARC, STARTTLS and DANE are for the operator.",
    "H-07": "Mail holds nothing personal beyond a salutation, comes as text and HTML, follows nobody, and no line break gets into a header.",
    "H-08": "An address whose mail comes back is no longer called proven.",
    "H-09": "`check --deploy --fail-level WARNING` is silent on a production start.",
}
KEYS = {
    "C-01": "Every key is apart; the site does not start when one is missing, short, equal to another or a sample.",
    "C-02": "`rotate_field_keys` seals everything anew in batches, goes on after kill -9, reads succeed meanwhile, and the old key can be taken out.",
    "C-03": "A wrong key, a changed byte or a swapped row raises; neither ciphertext nor plaintext comes back.",
    "C-04": "Bank account, birth date, keys of apps and tokens are sealed; looking up goes by a keyed index only.",
    "C-05": "PostgreSQL with verify-full, mail with TLS, systems elsewhere over https; the deploy check fails otherwise, and what is here needs none.",
}
LEDGER = {
    "L-01": "Every change and every look at unmasked data is one entry in the same transaction; rolled back, neither stays.",
    "L-02": "UPDATE, DELETE and TRUNCATE of the ledger fail, for the site and for the owner of the table; number, moment and hashes are not the caller's to set.",
    "L-03": "`verify_ledger` finds any edit, gap, change of order and cut tail; 100,000 entries in under 30 seconds.",
    "L-04": "Every night a signed checkpoint goes where the site cannot rewrite it, to the officer by mail; a ledger that was written anew does not agree with it.",
    "L-05": "No address, name or network address in the chain; a person is a keyed hash, what is personal lies apart behind a salted commitment.",
    "L-06": "After its period the personal side and its salt are destroyed; the chain still verifies.",
    "L-07": "Entries are in UTC with request, kind of actor, certainty and method; no line break or terminal code forges a line.",
}
SUPPLY = {
    "S-01": "Every package is pinned by hash, no install script runs, and the list of what is inside (CycloneDX 1.6) is made with each release.",
    "S-03": "The image: base by digest, no root, read-only, no tools, a health check, no capability and no new privilege; no secret in a layer.",
    "S-04": "SECURITY.md after NCSC-NL: receipt in three working days, sixty days to mend, no legal action, thanks, and an address outside the code host.",
    "S-05": "No secret in any file, and our own rules on the code and its workflow hold.",
}
GROUPS = {
    "Verification": VERIFICATION,
    "Sign-in, sessions, access": ACCESS,
    "Limits": LIMITS,
    "Web, mail, transport": WEB,
    "Keys and ways out": KEYS,
    "Ledger": LEDGER,
    "Supply and disclosure": SUPPLY,
}

# What the tests of a sentence do not show yet, or why there are none.
MISSING: dict[str, str] = {}

# Sentences with a time in them. Tests show the rest and assert no time (on a busy machine that says nothing); a script
# that fails above the limit measures it, with the figure of its last run.
MEASURED: dict[str, str] = {
    "V-01": "its times by `benchmarks/known_or_unknown.py`, medians 2.2 ms apart at most",
}

# What no test of this repository can show, and where it is written or done instead.
BY_HAND: dict[str, str] = {
    "S-04": "[SECURITY.md](../../SECURITY.md)",
    "ASVS 4.2.1": "probes against a running nginx, by whoever tests the installation",
    "ASVS 6.1.1": "[harden](../how-to/harden.md#limits)",
    "ASVS 6.1.3": "[customers](../explanation/customers-without-second-factor.md), [threat model](../explanation/threat-model.md)",
    "ASVS 7.1.1": "[customers](../explanation/customers-without-second-factor.md)",
    "ASVS 11.1.2": "[keys](../how-to/configure-production.md#keys)",
    "ASVS 13.2.4": "[ways out](../how-to/harden.md#ways-out)",
    "ASVS 14.1.1": "[kinds of data](../explanation/threat-model.md#kinds-of-data-and-how-each-is-kept)",
    "ASVS 15.1.1": "[SECURITY.md](../../SECURITY.md)",
    "ASVS 16.1.1": "[what is recorded](../how-to/harden.md#what-is-recorded)",
}

# What `make check` or `make test` shows by a program of its own.
GATES: dict[str, str] = {
    "H-09": "check_deploy.py",
    "S-05": "check_secrets.py",
    "ASVS 13.4.2": "check_deploy.py",
}
