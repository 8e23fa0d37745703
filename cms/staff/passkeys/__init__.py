"""Passkeys of staff, beside the authenticator app: a second step that no imitation of this site can ask for.

The ceremonies are django-otp-webauthn's; what is ours is who may begin one, what the ledger says, and that a challenge
counts once also when it is answered twice at the same moment (SECURITY decision 2, A-02)."""
