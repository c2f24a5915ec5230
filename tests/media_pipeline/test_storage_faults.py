"""A storage that fails: every fault of S3's client becomes one of ours, without S3."""

import io
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.response import StreamingBody

from heritage.errors import IntegrityFault, Retryable
from media_pipeline import storage
from media_pipeline.iiif import objects, pyramids, records
from tests.media_pipeline.conftest import jpeg


class Client:
    """S3's client as far as it is used."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def get_object(self, **asked):
        self.asked.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Storage:
    bucket_name = "museum"

    def __init__(self, answer):
        self.client = Client(answer)
        self.connection = self
        self.meta = self

    def _normalize_name(self, name):
        return name


def fetch(answer, **options):
    files = Storage(answer)
    return objects.stored_object(files, "a/b.tif").fetch(100, 10, **options), files.client.asked


def sent(data: bytes, declared: int | None = None, content_range: str = "bytes 100-109/5000"):
    body = StreamingBody(io.BytesIO(data), declared if declared is not None else len(data))
    return {"Body": body, "ContentRange": content_range, "ETag": '"abc"'}


def status(code: int) -> ClientError:
    return ClientError({"Error": {"Code": str(code)}, "ResponseMetadata": {"HTTPStatusCode": code}}, "GetObject")


def test_a_range_is_asked_for_and_its_version_kept_to():
    found, [asked] = fetch(sent(b"0123456789"), version='"abc"')
    assert found == (b"0123456789", 5000, '"abc"')
    assert asked == {"Bucket": "museum", "Key": "a/b.tif", "Range": "bytes=100-109", "IfMatch": '"abc"'}


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (status(404), FileNotFoundError),
        (status(412), objects.Changed),
        (status(416), IntegrityFault),
        (status(403), Retryable),
        (status(500), Retryable),
        (status(503), Retryable),
        (EndpointConnectionError(endpoint_url="http://away"), Retryable),
        (ReadTimeoutError(endpoint_url="http://slow"), Retryable),
        (ConnectionResetError(), Retryable),
        (sent(b"0123", declared=10), Retryable),
        (sent(b"0123", declared=4), Retryable),
    ],
    ids=[
        "missing",
        "changed",
        "beyond the end",
        "denied",
        "broken",
        "busy",
        "away",
        "slow",
        "reset",
        "cut short",
        "less than asked",
    ],
)
def test_faults(answer, fault):
    with pytest.raises(fault):
        fetch(answer)


class Unread(io.BytesIO):
    def read(self, *_amount):
        raise AssertionError("it was read")


@pytest.mark.parametrize("content_range", ["", "bytes 0-4999/5000", "bytes 100-4999/5000", "bytes */5000"])
def test_a_server_that_ignores_ranges_is_not_read(content_range):
    stream = Unread(b"x" * 5000)
    answer = {"Body": StreamingBody(stream, 5000), "ContentRange": content_range, "ETag": ""}
    with pytest.raises(IntegrityFault):
        fetch(answer)
    assert stream.closed


@pytest.mark.django_db
class TestAsTheReaderMeetsIt:
    PATHS = ("0,0,256,256/256,256/0/default.jpg", "10,10,300,300/200,/0/default.jpg")

    @pytest.fixture
    def asset(self, item, receive):
        records.forget()
        pyramids.forget()
        yield receive(item, jpeg(700, 500))
        pyramids.forget()

    def statuses(self, client, asset):
        answers = [client.get(f"/iiif/3/{asset.identifier}/{path}") for path in self.PATHS]
        assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
        return [(answer.status_code, answer.get("Retry-After")) for answer in answers]

    def test_a_storage_that_is_away_says_come_back(self, client, asset, monkeypatch):
        def away(_key):
            raise Retryable

        monkeypatch.setattr(pyramids, "_source", away)
        assert self.statuses(client, asset) == [(503, "10")] * 2

    def test_a_damaged_file_is_our_fault(self, client, asset):
        path = Path(storage.derivatives().path(asset.pyramid.key))
        path.write_bytes(path.read_bytes()[:1000])
        assert self.statuses(client, asset) == [(500, None)] * 2
