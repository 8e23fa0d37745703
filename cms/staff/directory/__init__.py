"""Sign-in for staff through the organisation's directory (OpenID Connect Core 1.0), where the operator configured one.

It takes the place of the password and of nothing else: the site's own second step is asked all the same, and nobody
gets an account or a role by it. Who comes is known by issuer and subject, never by e-mail address (SECURITY A-12)."""
