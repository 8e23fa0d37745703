"""An organisation's directory: an OpenID provider with real RS256 keys, discovery, PKCE and a secret it asks for. It
misbehaves when told to, in the ways a provider, or somebody who plays one, could."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote_plus, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from .server import Asked, Outside, Reply, running

CLIENT_ID, SECRET = "privacy-portal", "een geheim: met / en + erin"


@lru_cache
def private_key(name: str, bits: int = 2048) -> RSAPrivateKey:
    """One per name for the whole run: making one takes a while."""
    return generate_private_key(65537, bits)


@dataclass
class Directory:
    """`claims` are put over those of the next tokens (None takes one out); `signing` says which key and algorithm they
    really get, `key_says` is put over the published key; `denies` is the error the sign-in page answers with;
    `metadata` is put over what it says of itself."""

    outside: Outside
    redirect_uri: str
    subject: str = "00u-Chandni"
    kid: str = "one"
    bits: int = 2048
    key_says: dict[str, str] = field(default_factory=dict)
    signing: str = "RS256"
    denies: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"{self.outside.url}/organisatie"

    def reply(self, asked: Asked) -> Reply:
        match asked.path.removeprefix("/organisatie"):
            case "/.well-known/openid-configuration":
                return 200, self.about_itself() | self.metadata
            case "/authorize":
                return 302, self.sent_back(asked.query)
            case "/token":
                return self.token(asked)
            case "/keys":
                return 200, {"keys": [self.public_key()]}
        return 404, {}

    def about_itself(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }

    def public_key(self) -> dict[str, Any]:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(private_key(self.kid, self.bits).public_key(), as_dict=True)
        return {**key, "kid": self.kid, "use": "sig", **self.key_says}

    def sent_back(self, query: dict[str, str]) -> str:
        """Whoever asks is signed in there already."""
        assert query["client_id"] == CLIENT_ID and query["redirect_uri"] == self.redirect_uri
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        if self.denies:
            return f"{self.redirect_uri}?{urlencode({'error': self.denies, 'state': query['state']})}"
        code = token_urlsafe(16)
        self.codes[code] = query
        return f"{self.redirect_uri}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, asked: Asked) -> Reply:
        if secret_in(asked) != (CLIENT_ID, SECRET):
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(asked.form.get("code", ""), None)
        if query is None or asked.form.get("redirect_uri") != self.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if challenge_of(asked.form.get("code_verifier", "")) != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "not asked for", "token_type": "Bearer", "id_token": self.id_token(query)}

    def id_token(self, query: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
        } | self.claims
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def signed(self, claims: dict[str, Any]) -> str:
        headers = {"kid": self.kid}
        match self.signing:
            case "none":
                return jwt.encode(claims, None, "none", headers)
            case "HS256 with the public key":
                return signed_as_if_public_were_secret(claims, headers, json.dumps(self.public_key()))
            case "another key":
                return jwt.encode(claims, private_key("of somebody else"), "RS256", headers)
            case "a key it does not publish":
                return jwt.encode(claims, private_key("of somebody else"), "RS256", {"kid": "of somebody else"})
            case "nonsense":
                return "not.a.token"
        return jwt.encode(claims, private_key(self.kid, self.bits), self.signing, headers)


def signed_as_if_public_were_secret(claims: dict[str, Any], headers: dict[str, str], public: str) -> str:
    """No library does this any more, so it is written out: a key everybody has, taken for a shared secret."""
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT", **headers}, claims))
    text = b".".join(map(unpadded, parts))
    return (text + b"." + unpadded(hmac.digest(public.encode(), text, "sha256"))).decode()


def unpadded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def secret_in(asked: Asked) -> tuple[str, str]:
    """RFC 6749 2.3.1: in the header, or in the form."""
    kind, _, held = asked.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return asked.form.get("client_id", ""), asked.form.get("client_secret", "")
    name, _, secret = base64.b64decode(held).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)


def challenge_of(verifier: str) -> str:
    return unpadded(sha256(verifier.encode()).digest()).decode()


@contextmanager
def directory(redirect_uri: str = "") -> Iterator[Directory]:
    with running(lambda asked: provider.reply(asked)) as outside:
        provider = Directory(outside, redirect_uri)
        yield provider
