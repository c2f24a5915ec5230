"""The static export, read by a client that knows only files: info.json, then tiles, then the whole put together."""

import functools
import http.server
import io
import json
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import pyvips
from django.core.management import CommandError, call_command

from media_pipeline.iiif import level0, records
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db
WIDTH, HEIGHT = 901, 701


@pytest.fixture(autouse=True)
def fresh_records():
    records.forget()


@pytest.fixture
def published(item, receive):
    """The item, and its two images."""
    return item, [receive(item, jpeg(WIDTH, HEIGHT)), receive(item, jpeg(200, 100), "small.jpg")]


@pytest.fixture
def files(tmp_path):
    """A folder, and the address of a plain file server for it."""
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def export(item, folder: Path, *options: str, base_url: str = "https://static.example/museum") -> None:
    out = io.StringIO()
    call_command("export_level0", item.identifier, "--to", str(folder), "--base-url", base_url, *options, stdout=out)
    assert str(folder) in out.getvalue()


def read(url: str) -> bytes:
    return urllib.request.urlopen(url).read()


def put_together(info: dict, factor: int, *, second: bool) -> pyvips.Image:
    """The image at one scale factor, by tiles alone (Image API 3.0, Implementation Notes, section 3)."""
    width, height = info["width"], info["height"]
    side = info["tiles"][0]["width"] * factor
    whole = pyvips.Image.black(-(-width // factor), -(-height // factor), bands=3)
    for y in range(0, height, side):
        for x in range(0, width, side):
            w, h = min(side, width - x), min(side, height - y)
            tile_width, tile_height = -(-w // factor), -(-h // factor)
            size = f"{tile_width}," if second else f"{tile_width},{tile_height}"
            data = read(f"{info.get('id') or info['@id']}/{x},{y},{w},{h}/{size}/0/default.jpg")
            tile = pyvips.Image.new_from_buffer(data, "")
            assert (tile.width, tile.height) == (tile_width, tile_height)
            whole = whole.insert(tile, x // factor, y // factor)
    return whole


def shows_the_whole(image: pyvips.Image) -> bool:
    """The test picture is red by its column and green by its row."""
    along = [image(x, image.height // 2)[0] / 255 - x / image.width for x in range(0, image.width, 7)]
    down = [image(image.width // 2, y)[1] / 255 - y / image.height for y in range(0, image.height, 7)]
    return max(map(abs, along + down)) < 0.03


@pytest.mark.parametrize("version", ["2", "3"])
def test_a_client_reads_it_from_a_plain_file_server(published, files, version):
    item, assets = published
    folder, url = files
    export(item, folder / "out", "--version-2", base_url=f"{url}/out/")
    for asset, size in zip(assets, ((WIDTH, HEIGHT), (200, 100)), strict=True):
        info = json.loads(read(f"{url}/out/iiif/{version}/{asset.identifier}/info.json"))
        assert (info["width"], info["height"]) == size
        for factor in info["tiles"][0]["scaleFactors"]:
            assert shows_the_whole(put_together(info, factor, second=version == "2"))
        base = info.get("id") or info["@id"]
        for each in info["sizes"]:
            picture = pyvips.Image.new_from_buffer(
                read(f"{base}/full/{each['width']},{each['height']}/0/default.jpg"), ""
            )
            assert (picture.width, picture.height) == (each["width"], each["height"])
        largest = read(f"{base}/full/{'max' if version == '3' else 'full'}/0/default.jpg")
        assert pyvips.Image.new_from_buffer(largest, "").width == size[0]


def test_info_promises_no_more_than_the_files(published, tmp_path):
    item, [asset, _small] = published
    export(item, tmp_path / "out", "--version-2")
    third = json.loads((tmp_path / f"out/iiif/3/{asset.identifier}/info.json").read_text())
    assert third["id"] == f"https://static.example/museum/iiif/3/{asset.identifier}"
    assert third["profile"] == "level0"
    assert not {"extraFormats", "extraFeatures", "extraQualities", "preferredFormats", "maxArea"} & set(third)
    second = json.loads((tmp_path / f"out/iiif/2/{asset.identifier}/info.json").read_text())
    assert second["profile"] == ["http://iiif.io/api/image/2/level0.json"]


def test_tiles_are_the_stored_bytes(published, tmp_path, client):
    item, [asset, _small] = published
    export(item, tmp_path / "out")
    for tile in ("0,0,256,256/256,256", "768,512,133,189/133,189", "0,0,901,701/226,176"):
        path = f"iiif/3/{asset.identifier}/{tile}/0/default.jpg"
        assert (tmp_path / "out" / path).read_bytes() == client.get(f"/{path}").content
    assert not (tmp_path / "out/iiif/2").exists()


def test_the_manifest_leads_to_the_files(published, files):
    item, assets = published
    folder, url = files
    export(item, folder / "out", base_url=f"{url}/out")
    manifest = json.loads(read(f"{url}/out/iiif/presentation/3/items/{item.identifier}/manifest.json"))
    assert manifest["id"] == f"{url}/out/iiif/presentation/3/items/{item.identifier}/manifest.json"
    bodies = [canvas["items"][0]["items"][0]["body"] for canvas in manifest["items"]]
    for body, asset in zip(bodies, assets, strict=True):
        assert read(body["id"])[:2] == b"\xff\xd8"
        [service, *_older] = body["service"]
        assert (service["id"], service["profile"]) == (f"{url}/out/iiif/3/{asset.identifier}", "level0")
        assert json.loads(read(f"{service['id']}/info.json"))["id"] == service["id"]
    for thumbnail in manifest["thumbnail"]:
        assert thumbnail["id"].startswith(f"{url}/out/")
        assert read(thumbnail["id"])
    # What is not here leads to where it is.
    assert manifest["homepage"][0]["id"].startswith("http://testserver/")


def test_a_folder_that_exists_is_left_alone(published, tmp_path):
    item, _assets = published
    (tmp_path / "out").mkdir()
    with pytest.raises(CommandError, match="exists already"):
        export(item, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_fails_leaves_nothing(published, tmp_path, monkeypatch):
    item, _assets = published
    monkeypatch.setattr(level0, "manifest", lambda item: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(item, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("state", [{"live": False}, {"live": False, "withdrawn_at": "2026-01-01T00:00:00Z"}])
def test_what_is_not_published_is_refused(published, tmp_path, state):
    item, _assets = published
    type(item).objects.filter(pk=item.pk).update(**state)
    for options in ((), ("--restricted",)):
        with pytest.raises(CommandError):
            export(item, tmp_path / "out", *options)
    assert list(tmp_path.iterdir()) == []


def test_images_for_readers_only_when_said_so(published, tmp_path):
    item, [asset, _small] = published
    type(item).objects.filter(pk=item.pk).update(access="members")
    with pytest.raises(CommandError):
        export(item, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    export(item, tmp_path / "out", "--restricted")
    assert (tmp_path / f"out/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg").exists()


def test_images_limited_to_a_size_keep_to_it(published, tmp_path):
    item, [asset, _small] = published
    type(item).objects.filter(pk=item.pk).update(access="limited", access_max_width=460)
    export(item, tmp_path / "out")
    info = json.loads((tmp_path / f"out/iiif/3/{asset.identifier}/info.json").read_text())
    assert (info["width"], info["height"]) == (460, 357)
    assert info["sizes"][-1] == {"width": 460, "height": 357}
    pictures = [
        pyvips.Image.new_from_file(str(path)) for path in (tmp_path / "out/iiif").rglob(f"3/{asset.identifier}/*/*/0/*")
    ]
    assert len(pictures) > 4
    assert max(picture.width for picture in pictures) <= 460
