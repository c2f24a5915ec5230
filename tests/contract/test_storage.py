"""One behaviour of the file storages: the local folder always, the S3 server when there is one.

In CI REQUIRE_S3=1 makes its absence a failure, so that the S3 half is never left out unseen."""

import os
import secrets

import pytest
from django.core.files.storage import storages
from django.test import override_settings

from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing, recipes, storage
from media_pipeline.iiif import records
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload

ENDPOINT = os.environ.get("AWS_S3_ENDPOINT_URL", "")
S3_CHOSEN = bool(ENDPOINT) or os.environ.get("REQUIRE_S3") == "1"
KINDS = ["local", "s3"] if S3_CHOSEN else ["local"]


def s3_files(bucket: str) -> dict:
    assert ENDPOINT, "REQUIRE_S3 is set, but AWS_S3_ENDPOINT_URL is not"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": ENDPOINT,
            "region_name": "us-east-1",
            "addressing_style": "path",
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": True,
        },
    }


@pytest.fixture(scope="module")
def bucket():
    import boto3

    name = f"test-{secrets.token_hex(6)}"
    assert ENDPOINT, "REQUIRE_S3 is set, but AWS_S3_ENDPOINT_URL is not"
    boto3.client("s3", endpoint_url=ENDPOINT, region_name="us-east-1").create_bucket(Bucket=name)
    return name


@pytest.fixture(params=KINDS)
def files(request, settings, tmp_path):
    if request.param == "s3":
        chosen = s3_files(request.getfixturevalue("bucket"))
    else:
        options = {"location": str(tmp_path / "files")}
        chosen = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    with override_settings(STORAGES=settings.STORAGES | {"originals": chosen, "derivatives": chosen}):
        yield storages["derivatives"]


def new_file(tmp_path, data: bytes):
    path = tmp_path / secrets.token_hex(4)
    path.write_bytes(data)
    return path


def test_put_moves_replaces_and_reads_back(files, tmp_path):
    key = f"derivatives/ab/{secrets.token_hex(4)}/pyramid.tif"
    first = new_file(tmp_path, b"one")
    storage.put(files, key, first)
    assert not first.exists()
    storage.put(files, key, new_file(tmp_path, b"two" * 1_000_000))
    assert storage.read(files, key) == b"two" * 1_000_000
    assert files.size(key) == 3_000_000
    with storage.local_copy(files, key) as path:
        assert path.read_bytes()[:3] == b"two"


def test_what_is_not_there(files):
    assert not files.exists("derivatives/no/such")
    storage.remove(files, "derivatives/no/such")
    with pytest.raises(FileNotFoundError):
        storage.read(files, "derivatives/no/such")
    with pytest.raises(FileNotFoundError), storage.local_copy(files, "derivatives/no/such"):
        pass


@pytest.mark.parametrize("key", ["../outside", "/etc/outside", "derivatives/../../outside"])
def test_no_key_leaves_the_storage(files, tmp_path, key):
    from django.core.exceptions import SuspiciousOperation

    with pytest.raises(SuspiciousOperation):
        storage.put(files, key, new_file(tmp_path, b"x"))


@pytest.mark.django_db
def test_an_image_all_the_way(files, client, settings, django_capture_on_commit_callbacks):
    records.forget()
    data = jpeg(900, 600)
    asset = ingest.asset_receive(factories.item(), upload(data), user=SYSTEM)
    assert processing.process_all_due() == 2
    asset.refresh_from_db()
    assert storage.read(storages["originals"], asset.original) == data
    tile = f"/iiif/3/{asset.identifier}/0,0,256,256/256,256/0/default.jpg"
    assert [client.get(path).status_code for path in (tile, tile, asset.poster_url(400))] == [200] * 3
    keys = [asset.original, *(key for made in asset.derivatives.all() for key in recipes.stored_keys(made))]
    assert all(files.exists(key) for key in keys)
    assert not list(storage.work_dir().iterdir())
    with django_capture_on_commit_callbacks(execute=True):
        ingest.asset_remove(asset, user=SYSTEM)
    assert not any(files.exists(key) for key in keys)
