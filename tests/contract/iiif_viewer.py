"""A viewer as Authorization Flow 2.0 describes it, with as much of a browser around it as cookies need."""

import json
import re
from urllib.parse import urlencode, urlsplit

from django.test import Client

VIEWER = "https://viewer.example"
PASSWORD = "a long password"
AUTH = "http://iiif.io/api/auth/2/context.json"


class Viewer:
    """The specification's client and the browser around it. The browser sends a cookie to the paths that it was set
    for; to frames and pictures on another site, the viewer's, it sends only those with SameSite=None."""

    def __init__(self, origin: str = VIEWER) -> None:
        self.origin = origin
        self.cookies: dict[str, tuple[str, str, str]] = {}
        self.token = ""

    def headers(self, path: str, cross_site: bool) -> dict[str, str]:
        sent = [
            f"{name}={value}"
            for name, (value, at, same_site) in self.cookies.items()
            if path.startswith(at) and (not cross_site or same_site == "None")
        ]
        return {"Cookie": "; ".join(sent)} if sent else {}

    def fetch(self, url: str, *, cross_site: bool = True, data=None, **headers: str):
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        client = Client(enforce_csrf_checks=True, headers=headers | self.headers(parts.path, cross_site))
        answer = client.get(path) if data is None else client.post(path, data)
        for name, morsel in answer.cookies.items():
            if morsel.value:
                self.cookies[name] = (morsel.value, morsel["path"], morsel["samesite"])
            else:
                self.cookies.pop(name, None)
        return answer

    def probe(self, service: dict) -> dict:
        headers = {"Origin": self.origin} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        answer = Client(headers=headers).get(urlsplit(service["id"]).path)
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "no-store" in answer["Cache-Control"]
        result = answer.json()
        assert (result["@context"], result["type"]) == (AUTH, "AuthProbeResult2")
        return result

    def open_access(self, access: dict, name: str, password: str = PASSWORD):
        """The person signs in in the window and lets this viewer's site show images."""
        url = f"{access['id']}?{urlencode({'origin': self.origin})}"
        page = self.fetch(url, cross_site=False)
        if page.status_code != 200:
            return page
        csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
        return self.fetch(
            url, cross_site=False, data={"username": name, "password": password, "csrfmiddlewaretoken": csrf}
        )

    def fetch_token(self, access: dict, origin: str | None = None, message_id: str = "m-1") -> dict:
        """The frame's message, which the browser gives to the page of its target origin alone."""
        [token] = [each for each in access["service"] if each["type"] == "AuthAccessTokenService2"]
        query = urlencode({"messageId": message_id, "origin": origin or self.origin})
        answer = self.fetch(f"{token['id']}?{query}")
        assert answer.status_code == 200
        message, target = (data_of(answer, name) for name in ("message", "target"))
        assert target in {origin or self.origin, "*"}
        assert message["@context"] == AUTH
        assert message["messageId"] == message_id
        if message["type"] == "AuthAccessToken2" and target == self.origin:
            self.token = message["accessToken"]
        return message

    def image(self, url: str) -> int:
        return self.fetch(url).status_code


def data_of(answer, name: str):
    found = re.search(
        rf'<script id="{name}" type="application/json">(.*?)</script>', answer.content.decode(), re.DOTALL
    )
    return json.loads(found[1])
