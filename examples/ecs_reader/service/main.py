"""The service: answers searches, and asks the agent in its task what to do."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

AGENT = os.environ.get("APPCONFIG_AGENT", "http://localhost:2772")


def flags(country: str) -> dict[str, Any]:
    """Return every flag as it is in a country."""
    url = "{}/applications/{}/environments/{}/configurations/{}".format(
        AGENT,
        os.environ["APPCONFIG_APPLICATION"],
        os.environ["APPCONFIG_ENVIRONMENT"],
        os.environ["APPCONFIG_PROFILES"],
    )
    with urlopen(Request(url, headers={"Context": f"country={country}"}), timeout=2) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def search(country: str) -> dict[str, Any]:
    """Say how a search is worked out."""
    now = flags(country)
    suggestions = now["suggestions"]
    return {
        "engine": "semantic" if now["semantic"]["enabled"] else "words",
        "suggestions": suggestions["limit"] if suggestions["enabled"] else 0,
    }


class Search(BaseHTTPRequestHandler):
    """``GET /?country=NZ``."""

    def do_GET(self) -> None:
        """Answer with JSON."""
        [country] = parse_qs(urlsplit(self.path).query).get("country", [""])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(search(country)).encode())


if __name__ == "__main__":
    ThreadingHTTPServer(("", 8080), Search).serve_forever()
