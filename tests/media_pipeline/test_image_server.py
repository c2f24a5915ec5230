"""The lean ASGI application: what only it does."""

import asyncio
import json
import threading
import time

import pytest

from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing
from media_pipeline.iiif import image_server, records, tiles
from media_pipeline.iiif.image_server import ImageServer
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload

pytestmark = pytest.mark.django_db(transaction=True)


async def _django(scope, receive, send):
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"django"})


@pytest.fixture
def server():
    records.forget()
    made = ImageServer(_django)
    yield made
    made.lookups.shutdown()
    made.makers.shutdown()


def asset_of(item, data=None):
    asset = ingest.asset_receive(item, upload(data or jpeg(500, 400)), user=SYSTEM)
    processing.process_all_due()
    asset.refresh_from_db()
    assert asset.state == "ready"
    return asset


def ask(server, path, method="GET", **headers):
    """(status, headers, body)."""
    return asyncio.run(asked(server, path, method, **headers))


async def asked(server, path, method="GET", **headers):
    sent = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def send(message):
        sent.append(message)

    await server(scope, None, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_serves_tiles_posters_and_heads(server):
    asset = asset_of(factories.item())
    status, headers, body = ask(server, f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg")
    assert (status, headers[b"content-type"], body[:3]) == (200, b"image/jpeg", b"\xff\xd8\xff")
    assert headers[b"content-length"] == str(len(body)).encode()
    status, again, body = ask(server, f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg", method="HEAD")
    assert (status, body, again[b"content-length"]) == (200, b"", headers[b"content-length"])
    assert ask(server, asset.poster_url(400))[0] == 200


def test_a_strangers_host_name_gets_no_place_in_info(server):
    asset = asset_of(factories.item())
    for host in ("evil.example", "localhost:x", "", "testserver.evil.example"):
        _status, _headers, body = ask(server, f"/iiif/3/{asset.identifier}/info.json", host=host)
        assert json.loads(body)["id"].startswith("http://testserver/")


def test_other_addresses_are_djangos(server):
    for path in ("/", "/iiif/presentation/3/items/x/manifest.json", "/iiif/4/x/info.json", "/iiif/31/x"):
        assert ask(server, path)[0] == 299


def test_what_is_hidden_is_asked_of_django(server):
    asset = asset_of(factories.item(live=False))
    assert ask(server, f"/iiif/3/{asset.identifier}/info.json")[0] == 299


@pytest.mark.parametrize("path", [
    "full%2Fmax/0/default.jpg", "..%2f..%2f..%2fetc%2fpasswd/max/0/default.jpg", "full/max/0/default.jpg%00",
    "%F0%28/max/0/default.jpg", "full/max/0/%2e%2e%2fdefault.jpg", "../../../../etc/passwd",
])  # fmt: skip
def test_hostile_paths_are_refused(server, path):
    asset = asset_of(factories.item())
    status, headers, _body = ask(server, f"/iiif/3/{asset.identifier}/{path}")
    assert status in {400, 404}
    assert headers[b"content-type"] == b"application/problem+json"


def test_publishing_shows_within_the_time_of_memory(server, monkeypatch):
    monkeypatch.setattr(records, "TTL_SECONDS", 0.0)
    item = factories.item()
    asset = asset_of(item)
    assert ask(server, asset.poster_url(400))[0] == 200
    type(item).objects.update(live=False)
    assert ask(server, asset.poster_url(400))[0] == 299


def test_models_stream_as_attachments(server):
    obj = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n" * 40_000
    model = asset_of(factories.item(), obj)
    path = f"/files/{model.identifier}/{model.sha256[:16]}.obj"
    status, headers, body = ask(server, path)
    assert (status, body) == (200, obj)
    assert headers[b"content-disposition"].startswith(b"attachment")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert ask(server, path, if_none_match=headers[b"etag"].decode())[0] == 304
    picture = asset_of(factories.item())
    assert ask(server, f"/files/{picture.identifier}/{picture.sha256[:16]}.jpg")[0] == 404


def test_a_full_queue_is_told_to_come_back(server, settings):
    settings.IIIF_MAX_WAITING = 1
    asset = asset_of(factories.item())
    path = f"/iiif/3/{asset.identifier}/full/max/0/default.jpg"
    hold, held = threading.Event(), threading.Event()
    original = tiles.render

    def slow(*arguments):
        held.set()
        hold.wait(10)
        return original(*arguments)

    tiles.render = slow
    try:
        waiting = threading.Thread(target=ask, args=(server, path))
        waiting.start()
        held.wait(10)
        status, headers, _body = ask(server, path)
        assert (status, headers[b"retry-after"]) == (503, b"10")
    finally:
        hold.set()
        waiting.join()
        tiles.render = original
    assert ask(server, path)[0] == 200


def test_a_known_tile_is_answered_without_a_thread(server):
    asset = asset_of(factories.item())
    path = f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg"
    _status, first, body = ask(server, path)
    server.lookups.shutdown()
    server.makers.shutdown()
    for version, size in (("3", "256,256"), ("2", "256,")):
        other = f"/iiif/{version}/{asset.identifier}/256,0,244,256/{size.replace('256,', '244,', 1)}/0/default.jpg"
        assert ask(server, other)[0] == 200
        info = json.loads(ask(server, f"/iiif/{version}/{asset.identifier}/info.json")[2])
        assert info["width"] == 500
    for _each in range(2):
        status, again, same = ask(server, path)
        assert (status, again, same) == (200, first, body)
    assert ask(server, path, method="HEAD") == (200, first, b"")
    status, headers, empty = ask(server, path, if_none_match=f'"other", W/{first[b"etag"].decode()}')
    assert (status, empty, headers[b"etag"]) == (304, b"", first[b"etag"])
    assert b"content-length" not in headers
    assert server.at_once.memory.size > 0


def test_a_remembered_tile_is_not_sent_when_its_record_changed(server, monkeypatch):
    item = factories.item()
    asset = asset_of(item)
    path = f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg"
    assert [ask(server, path)[0] for _each in range(3)] == [200] * 3
    type(item).objects.update(live=False)
    records.renew([asset.identifier])
    assert ask(server, path)[0] == 299
    type(item).objects.update(live=True, withdrawn_at=None)
    records.renew([asset.identifier])
    assert ask(server, path)[0] == 200


def test_a_record_is_renewed_while_it_still_serves(server, monkeypatch):
    item = factories.item()
    asset = asset_of(item)
    path = f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg"
    ask(server, path)
    monkeypatch.setattr(records, "RENEW_SECONDS", 0.0)
    type(item).objects.update(live=False)

    async def over_a_while():
        # The old record still answers, and has somebody look again.
        first = await asked(server, path)
        await asyncio.sleep(0.5)
        return first[0], (await asked(server, path))[0]

    assert asyncio.run(over_a_while()) == (200, 299)


def test_records_are_renewed_together(django_assert_num_queries):
    assets = [asset_of(factories.item(), jpeg(300 + number, 200)) for number in range(3)]
    names = [asset.identifier for asset in assets]
    with django_assert_num_queries(3):
        found = records.renew([*names, "q10000000000"])
    assert [found[name].identifier for name in names] == names
    assert found["q10000000000"] is None


def test_those_who_want_the_same_picture_wait_for_one_making(server, monkeypatch):
    asset = asset_of(factories.item())
    path = f"/iiif/3/{asset.identifier}/full/123,/0/default.png"
    made = []

    def render(*arguments):
        made.append(1)
        time.sleep(0.3)
        return b"picture"

    monkeypatch.setattr(tiles, "render", render)

    async def many():
        return await asyncio.gather(*(asked(server, path) for _each in range(10)))

    answers = asyncio.run(many())
    assert {(status, body) for status, _headers, body in answers} == {(200, b"picture")}
    assert made == [1]
    assert server.flights == {}


def test_who_waited_too_long_is_told_to_come_back(server, settings, monkeypatch):
    settings.IIIF_SECONDS = 0.2
    asset = asset_of(factories.item())
    monkeypatch.setattr(tiles, "render", lambda *arguments: time.sleep(1) or b"late")
    status, headers, _body = ask(server, f"/iiif/3/{asset.identifier}/full/124,/0/default.png")
    assert (status, headers[b"retry-after"]) == (503, b"10")


def test_a_head_makes_no_picture(server, monkeypatch):
    asset = asset_of(factories.item())
    monkeypatch.setattr(tiles, "render", lambda *arguments: 1 / 0)
    path = f"/iiif/3/{asset.identifier}/full/125,/0/default.png"
    status, headers, body = ask(server, path, method="HEAD")
    assert (status, headers[b"content-type"], body) == (200, b"image/png", b"")
    assert ask(server, path)[0] == 500


def test_a_fault_is_one_answer_not_a_dead_server(server, monkeypatch):
    asset = asset_of(factories.item())
    path = f"/iiif/3/{asset.identifier}/info.json"
    monkeypatch.setattr(image_server, "answer", lambda *arguments: 1 / 0)
    assert ask(server, path)[0] == 500
    monkeypatch.undo()
    assert ask(server, path)[0] == 200
