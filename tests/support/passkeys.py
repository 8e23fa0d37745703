"""A passkey in software: it answers as a browser with a key would, and lies when a test asks it to."""

import json
import os
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text

PRESENT, HAS_KEY = 0x01, 0x40


class Passkey:
    def __init__(self, *, domain: str = "localhost", origin: str = "http://localhost:8000") -> None:
        self.domain, self.origin = domain, origin
        self.key, self.id, self.uses = generate_private_key(SECP256R1()), os.urandom(32), 0

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """To "make a passkey with these options" (navigator.credentials.create)."""
        client = self._client("webauthn.create", options)
        data = self._data(PRESENT | HAS_KEY) + bytes(16) + len(self.id).to_bytes(2) + self.id + self._public()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._envelope({"clientDataJSON": text(client), "attestationObject": text(attestation)})

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """To "show that it is you" (navigator.credentials.get)."""
        self.uses += 1
        client, data = self._client("webauthn.get", options), self._data(PRESENT)
        signature = self.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))
        return self._envelope(
            {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        )

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return sha256(self.domain.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

    def _envelope(self, response: dict[str, Any]) -> dict[str, Any]:
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
