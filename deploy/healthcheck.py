"""Does the process in this container live? Asks /healthz under the site's own name, since any other is refused."""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def lives(port: int, name: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not lives(int(os.environ.get("PORT", "8000")), urlsplit(os.environ["BASE_URL"]).netloc))
