"""A system elsewhere can do its worst: it costs a few seconds at most and tells nobody anything."""

import datetime
import ipaddress
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from privacy_portal.data_sources.contract import SourceUnavailable
from privacy_portal.data_sources.outside.client import Client, Limits, Refused
from tests.support.outside.server import FAULTS, running

QUICK = Limits(connect=0.5, read=0.6, tries=2, pause=0.01)
# What a client could be brought to wait: every try to its deadline, and some slack for a busy machine.
LONGEST = 10


@pytest.fixture
def outside():
    with running(lambda asked: (200, {"path": asked.path, "query": asked.query})) as server:
        yield server


def client(outside, **options) -> Client:
    return Client(outside.url + "/3.0", limits=QUICK, **options)


class TestAnswers:
    @pytest.mark.security("ASVS 1.3.6")
    def test_it_asks_below_its_base_address(self, outside):
        answer = client(outside, headers=lambda: {"X-Key": "1"}).get("/lists", {"q": "a b&c"})
        assert answer.data == {"path": "/3.0/lists", "query": {"q": "a b&c"}}
        assert outside.asked[0].headers["X-Key"] == "1"

    def test_missing_is_an_answer(self, outside):
        outside.reply = lambda asked: (404, {"title": "Resource Not Found"})
        assert client(outside).get("/x").is_missing

    def test_an_empty_answer_is_fine(self, outside):
        outside.reply = lambda asked: (204, "")
        assert client(outside).ask("POST", "/x", {"a": 1}).data is None
        assert outside.asked[0].json == {"a": 1}

    def test_a_refusal_names_the_fields_and_is_not_repeated(self, outside):
        outside.reply = lambda asked: (400, {"title": "Invalid Resource", "errors": [{"field": "LTV", "message": "x"}]})
        with pytest.raises(Refused) as refusal:
            client(outside).ask("PUT", "/x", {})
        assert (refusal.value.status, refusal.value.fields) == (400, ("LTV",))
        assert len(outside.asked) == 1


class TestFaults:
    @pytest.mark.security("ASVS 16.5.2")
    @pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"list"}))
    def test_each_fault_is_unavailable_soon_and_without_a_word_of_theirs(self, outside, fault):
        outside.fault = fault
        before = time.monotonic()
        with pytest.raises(SourceUnavailable) as failure:
            client(outside).get("/x")
        assert time.monotonic() - before < LONGEST
        assert "alma" not in str(failure.value) and failure.value.__cause__ is None

    @pytest.mark.parametrize("fault", ["reset", "unavailable", "rate limit", "half"])
    def test_a_fault_that_passes_is_tried_again(self, outside, fault):
        outside.faults = [fault]
        assert client(outside).get("/x").status == 200
        assert len(outside.asked) == 2

    @pytest.mark.security("ASVS 15.3.2")
    @pytest.mark.parametrize("fault", ["long rate limit", "redirect", "locked out", "html"])
    def test_what_will_not_pass_is_asked_once(self, outside, fault):
        outside.fault = fault
        with pytest.raises(SourceUnavailable):
            client(outside).get("/x")
        assert len(outside.asked) == 1

    def test_waits_between_tries_grow_and_differ(self, outside):
        outside.fault = "unavailable"
        waited: list[float] = []
        limits = Limits(connect=0.5, read=0.6, tries=4, pause=1)
        with pytest.raises(SourceUnavailable):
            Client(outside.url, limits=limits, sleep=waited.append).get("/x")
        assert [1 <= waited[0] < 2, 2 <= waited[1] < 4, 4 <= waited[2] < 8] == [True] * 3

    def test_nobody_there_is_unavailable(self):
        with pytest.raises(SourceUnavailable):
            Client("http://127.0.0.1:9", limits=QUICK).get("/x")


class TestTransport:
    @pytest.mark.security("ASVS 12.3.1", "C-05")
    @pytest.mark.parametrize("url", ["http://api.example.org", "ftp://127.0.0.1", "api.example.org", "file:///etc"])
    def test_only_tls_leaves_this_machine(self, url):
        with pytest.raises(ValueError, match="https"):
            Client(url)

    @pytest.mark.security("ASVS 12.3.2", "C-05")
    def test_a_certificate_nobody_vouches_for_is_refused(self, tmp_path):
        with running(lambda asked: (200, {}), tls=server_tls(tmp_path)) as server:
            with pytest.raises(SourceUnavailable):
                Client(server.url, limits=QUICK).get("/x")
            assert server.asked == []

    def test_a_certificate_that_is_vouched_for_is_taken(self, tmp_path):
        tls = server_tls(tmp_path)
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        with running(lambda asked: (200, {"ok": True}), tls=tls) as server:
            assert Client(server.url, limits=QUICK, tls=trusting).get("/x").data == {"ok": True}

    def test_a_drip_over_tls_ends_too(self, tmp_path):
        tls = server_tls(tmp_path)
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        with running(lambda asked: (200, {}), tls=tls) as server:
            server.fault = "drip body"
            before = time.monotonic()
            with pytest.raises(SourceUnavailable):
                Client(server.url, limits=QUICK, tls=trusting).get("/x")
            assert time.monotonic() - before < LONGEST


def server_tls(folder) -> ssl.SSLContext:
    """A certificate that this machine vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "outside")])
    today = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today)
        .not_valid_after(today.replace(year=2060))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
