"""Which files hold nothing but their picture. Whatever is not known to is not given out by itself."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from institutions.permissions import SYSTEM
from media_pipeline import ingest
from media_pipeline.bareness import is_bare
from media_pipeline.iiif import records
from tests import factories
from tests.media_pipeline.conftest import picture
from tests.media_pipeline.test_images import PERSONAL, tagged

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp", "GIF": "image/gif"}


def made(format, **options):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 90)).save(out, format, **options)
    return out.getvalue()


def exif():
    found = Image.Exif()
    found[0x013B] = "Aigul"
    return found


def noted():
    info = PngInfo()
    info.add_text("Author", "Aigul")
    return info


def judged(tmp_path, data, format):
    path = tmp_path / "file"
    path.write_bytes(data)
    return is_bare(path, TYPES[format])


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF"])
def test_a_picture_alone_is_bare(tmp_path, format):
    assert judged(tmp_path, made(format), format)
    assert judged(tmp_path, made(format, icc_profile=b"profile" * 20), format)


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (made("JPEG", exif=exif()), "JPEG"),
        (made("JPEG", comment=b"Aigul"), "JPEG"),
        (made("JPEG", xmp=b"<x:xmpmeta/>"), "JPEG"),
        (made("JPEG") + b"Aigul", "JPEG"),
        (made("PNG", pnginfo=noted()), "PNG"),
        (made("PNG", exif=exif()), "PNG"),
        (made("PNG") + b"Aigul", "PNG"),
        (made("TIFF", tiffinfo={315: "Aigul"}), "TIFF"),
        (made("TIFF", exif=exif()), "TIFF"),
        (made("TIFF", tiffinfo={270: "In the yard"}), "TIFF"),
        (made("WEBP"), "WEBP"),
        (made("GIF"), "GIF"),
        (b"", "JPEG"),
        (b"", "PNG"),
        (b"", "TIFF"),
        (made("JPEG")[:30], "JPEG"),
        (made("PNG")[:30], "PNG"),
        (made("TIFF")[:30], "TIFF"),
    ],
)
def test_with_anything_else_in_it_is_not(tmp_path, data, format):
    assert not judged(tmp_path, data, format)


@given(data=st.binary(max_size=300), format=st.sampled_from(["JPEG", "PNG", "TIFF"]), start=st.integers(0, 40))
def test_any_bytes_are_judged(tmp_path_factory, data, format, start):
    assert judged(tmp_path_factory.mktemp("any"), made(format)[:start] + data, format) in {True, False}


@pytest.mark.django_db
def test_a_photograph_with_its_owners_name_is_given_out_only_by_a_persons_word(client, museum, receive):
    item = factories.item(museum, rights_uri="https://creativecommons.org/licenses/by/4.0/")
    asset = receive(item, tagged(picture(300, 200)).jpegsave_buffer())
    path = f"/files/{asset.identifier}/{asset.original.rsplit('/', 1)[-1]}"
    assert client.get(path).status_code == 404
    manifest = f"/iiif/presentation/3/items/{item.identifier}/manifest.json"
    assert "rendering" not in client.get(manifest).json()["items"][0]
    ingest.asset_describe(asset, user=SYSTEM, label={}, original="yes")
    # The image service looks again after two seconds.
    records.forget()
    assert PERSONAL in b"".join(client.get(path).streaming_content)
    assert "rendering" in client.get(manifest).json()["items"][0]
