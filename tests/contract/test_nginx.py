"""One behaviour of the image service, asked directly and behind nginx with docs/nginx.conf as it is printed.

The half behind nginx runs where nginx is installed; in CI REQUIRE_NGINX=1 makes its absence a failure."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings

from heritage.programs import free_port
from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing, storage
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload
from tests.running import ROOT, web_server

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WAYS = ["direct", "nginx"] if NGINX or os.environ.get("REQUIRE_NGINX") == "1" else ["direct"]
MODEL = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n" * 20_000


@contextmanager
def behind_nginx(site: str, folder: Path) -> Iterator[str]:
    assert NGINX, "REQUIRE_NGINX is set, but nginx is not installed"
    port = free_port("127.0.0.1", 24000 + os.getpid() % 9000)
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for old, new in (
        ("127.0.0.1:8000", site.removeprefix("http://")),
        ("127.0.0.1:8001", site.removeprefix("http://")),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/qazyna", str(folder / "cache")),
        ("/srv/qazyna/var/", f"{settings.VAR_DIR}/"),
    ):
        assert old in text
        text = text.replace(old, new)
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'} warn; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{text}\n}}"
    )
    process = subprocess.Popen([NGINX, "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")])
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
    assert (folder / "errors").read_text() == ""


def _answering(url: str) -> str:
    for _each in range(100):
        try:
            ask(f"{url}/healthz")
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return url
    raise TimeoutError(url)


def ask(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture(params=WAYS)
def url(request, tmp_path, transactional_db) -> Iterator[str]:
    if request.param == "direct":
        with web_server() as direct:
            yield direct
        return
    with web_server(IIIF_ACCEL_PREFIX="/_stored/") as site, behind_nginx(site, tmp_path) as proxied:
        yield proxied


def asset_of(item, data: bytes):
    asset = ingest.asset_receive(item, upload(data), user=SYSTEM)
    processing.process_all_due()
    asset.refresh_from_db()
    return asset


def test_what_is_answered_and_how(url):
    item = factories.item()
    asset = asset_of(item, jpeg(700, 500))
    model = asset_of(factories.item(), MODEL)
    image = f"{url}/iiif/3/{asset.identifier}"
    expected = {
        f"{image}/256,0,256,256/256,256/0/default.jpg": ("image/jpeg", "max-age=86400"),
        f"{image}/full/321,/0/gray.png": ("image/png", "max-age=86400"),
        f"{url}{asset.poster_url(400)}": ("image/jpeg", "immutable"),
        f"{url}/files/{model.identifier}/{model.sha256[:16]}.obj": (model.media_type, "immutable"),
    }
    for address, (media_type, kept) in expected.items():
        bodies = set()
        # From the maker, from the kept file, and from whatever lies before us.
        for _each in range(3):
            status, headers, body = ask(address)
            assert (status, headers["Content-Type"]) == (200, media_type), address
            assert headers["Content-Length"] == str(len(body))
            assert kept in headers["Cache-Control"]
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert len(headers.get_all("ETag")) == 1
            assert "X-Accel-Redirect" not in headers
            bodies.add(body)
        assert len(bodies) == 1, address
        status, again, body = ask(address, If_None_Match=headers["ETag"])
        assert (status, again["ETag"], body) == (304, headers["ETag"], b"")
    _status, headers, body = ask(f"{url}/files/{model.identifier}/{model.sha256[:16]}.obj")
    assert (body, headers["Content-Disposition"][:10]) == (MODEL, "attachment")
    _status, headers, _body = ask(f"{image}/full/321,/0/gray.png")
    assert f'/iiif/3/{asset.identifier}/full/321,229/0/gray.png>;rel="canonical"' in headers["Link"]
    _status, _headers, body = ask(f"{url}{asset.poster_url(400)}")
    key = next(f["key"] for f in asset.derivatives.get(kind="posters").metadata["files"]
               if (f["width"], f["format"]) == (400, "jpg"))  # fmt: skip
    assert body == storage.read(storage.derivatives(), key)


def test_info_is_kept_apart_by_accept(url):
    asset = asset_of(factories.item(), jpeg(700, 500))
    address = f"{url}/iiif/3/{asset.identifier}/info.json"
    for _each in range(2):
        assert ask(address, Accept="application/json")[1]["Content-Type"] == "application/json"
        assert ask(address, Accept="application/ld+json")[1]["Content-Type"].startswith("application/ld+json;")


def test_what_is_withdrawn_is_not_sent_from_the_disk(url):
    item = factories.item()
    asset = asset_of(item, jpeg(700, 500))
    made = f"{url}/iiif/3/{asset.identifier}/full/321,/0/gray.png"
    poster = f"{url}{asset.poster_url(400)}"
    assert [ask(address)[0] for address in (made, made, poster)] == [200] * 3
    type(item).objects.filter(pk=item.pk).update(live=False, withdrawn_at="2026-01-01T00:00:00Z")
    # The two seconds of a record's memory.
    time.sleep(2.1)
    answers = [ask(address)[0] for address in (made, poster)]
    assert answers == [410, 410]


def test_the_internal_address_is_not_for_visitors(url):
    asset = asset_of(factories.item(live=False), jpeg(700, 500))
    key = asset.derivatives.get(kind="posters").metadata["files"][0]["key"]
    for path in (f"/_stored/files/{key}", f"/_stored/files/{asset.original}", "/_stored/made/00/x.jpg", "/_stored/"):
        assert ask(f"{url}{path}")[0] == 404
    status, headers, _body = ask(f"{url}/iiif/3/{asset.identifier}/info.json")
    assert (status, "X-Accel-Redirect" in headers) == (404, False)
