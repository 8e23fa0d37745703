"""With a scanner nothing passes unseen; without an answer nothing passes at all."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError

from privacy_portal.rights_requests.virus_scanner import CHUNK, check_for_viruses


class Scanner(socketserver.BaseRequestHandler):
    """Speaks clamd's INSTREAM and dislikes the word virus."""

    def handle(self):
        assert self.take(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack(">I", self.take(4))[0]:
            assert length <= CHUNK
            data += self.take(length)
        self.request.sendall(b"stream: Eicar FOUND\0" if b"virus" in data else b"stream: OK\0")

    def take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += self.request.recv(count - len(data))
        return data


@pytest.fixture
def scanner(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_a_clean_file_passes(scanner):
    check_for_viruses(b"clean" * CHUNK)


@pytest.mark.security("R-03", "ASVS 5.4.3")
def test_a_harmful_file_is_refused(scanner):
    with pytest.raises(ValidationError) as refusal:
        check_for_viruses(b"a" * CHUNK + b"virus")
    assert refusal.value.code == "virus"


@pytest.mark.security("R-03", "ASVS 16.5.3")
def test_a_scanner_that_is_away_lets_nothing_through(settings):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    with pytest.raises(ValidationError) as refusal:
        check_for_viruses(b"clean")
    assert refusal.value.code == "scanner"


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV_ADDRESS = ""
    check_for_viruses(b"virus")
