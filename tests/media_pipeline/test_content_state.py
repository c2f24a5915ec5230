"""Content State API 1.0: what a link means, in every form that the standard has, and no more."""

import base64
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.iiif import addresses, content_state
from media_pipeline.iiif.content_state import ContentState, InvalidContentState, Reader, Region

ROOT = Path(__file__).resolve().parents[2]
READER = Reader({"testserver"})
ITEM, CANVAS = "q1b7f3k9xm2p", "q1c8g4m0zn3q"
MANIFEST = f"http://testserver/iiif/presentation/3/items/{ITEM}/manifest.json"
CANVAS_URI = f"http://testserver/iiif/presentation/3/items/{ITEM}/canvas/{CANVAS}"
PART_OF = [{"id": MANIFEST, "type": "Manifest"}]
DETAIL = ContentState(ITEM, CANVAS, Region(1000, 2000, 300, 400))

names = st.text("0123456789bcdfghjkmnpqrstvwxz", min_size=12, max_size=12)
sizes = st.integers(1, 300_000)
whole_pixels = st.builds(Region, st.integers(0, 300_000), st.integers(0, 300_000), sizes, sizes, st.just(False))
regions = st.builds(Region, st.integers(0, 300_000), st.integers(0, 300_000), sizes, sizes, st.booleans())


def read(stated):
    text = stated if isinstance(stated, str) else content_state.encode(json.dumps(stated))
    return content_state.read(text, READER)


def test_the_standards_own_example():
    """Section 6.3."""
    canvas, manifest = (
        "https://example.org/object1/canvas7#xywh=1000,2000,1000,2000",
        "https://example.org/object1/manifest",
    )
    text = f'{{"id":"{canvas}","type":"Canvas","partOf":[{{"id":"{manifest}","type":"Manifest"}}]}}'
    encoded = content_state.encode(text)
    assert encoded.startswith(
        "JTdCJTIyaWQlMjIlM0ElMjJodHRwcyUzQSUyRiUyRmV4YW1wbGUub3JnJTJGb2JqZWN0MSUyRmNhbnZhczclMjN4eXdoJTNE"
    )
    assert encoded.endswith("JTIyTWFuaWZlc3QlMjIlN0QlNUQlN0Q")
    assert content_state.decode(encoded) == text


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=500).map(lambda text: "{" + text))
def test_what_is_encoded_decodes_to_itself(text):
    encoded = content_state.encode(text)
    assert set(encoded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert content_state.decode(encoded) == text


@given(st.builds(ContentState, names, names, st.none() | regions) | st.builds(ContentState, names))
def test_what_we_write_we_read(state):
    assert content_state.read(state.encoded(), READER) == state


XYWH = "xywh=1000,2000,300,400"
CANVAS_BODY = {"id": CANVAS_URI, "type": "Canvas", "partOf": PART_OF}
DETAIL_BODY = CANVAS_BODY | {"id": f"{CANVAS_URI}#{XYWH}"}
ELSEWHERE = {"id": "https://elsewhere.example/canvas/1", "type": "Canvas"}
SELECTORS = [{"type": "PointSelector", "t": 3}, {"type": "FragmentSelector", "value": f"t=1&{XYWH}"}]


@pytest.mark.parametrize(
    "stated",
    [
        {"type": "Annotation", "motivation": ["contentState"], "target": DETAIL_BODY},
        {"type": "Annotation", "motivation": "contentState", "target": f"{CANVAS_URI}#xywh=pixel:1000,2000,300,400"},
        {"type": "Annotation", "motivation": "commenting", "target": DETAIL_BODY},
        {"target": {"type": "SpecificResource", "source": CANVAS_BODY, "selector": SELECTORS[1]}},
        {"target": [ELSEWHERE, DETAIL_BODY]},
        {"type": "SpecificResource", "source": CANVAS_URI, "selector": SELECTORS},
        DETAIL_BODY,
        {"id": DETAIL_BODY["id"], "type": "Canvas"},
        DETAIL_BODY["id"],
        DETAIL_BODY["id"].replace("http:", "https:"),
    ],
)
def test_a_detail_in_every_form(stated):
    assert read(stated) == DETAIL


@pytest.mark.parametrize(
    "stated",
    [
        MANIFEST,
        MANIFEST.replace("/3/", "/4/"),
        {"id": MANIFEST, "type": "Manifest"},
        {"type": "Annotation", "motivation": "contentState", "target": {"id": MANIFEST, "type": "Manifest"}},
        {"id": "https://elsewhere.example/canvas/1#xywh=1,2,3,4", "type": "Canvas", "partOf": PART_OF},
        {"id": f"http://testserver/iiif/presentation/3/items/{ITEM}/range/r1", "type": "Range", "partOf": PART_OF},
    ],
)
def test_a_whole_item(stated):
    assert read(stated) == ContentState(ITEM)


@pytest.mark.parametrize("rest", ["annotations.json", "text-kk.json", "text-kk/line-3", "page/image"])
def test_what_is_on_a_canvas_is_seen_on_it(rest):
    assert read(f"{CANVAS_URI}/{rest}") == ContentState(ITEM, CANVAS)


def test_notes_and_ranges_are_where_the_site_says():
    reader = Reader(
        {"testserver"},
        note=lambda identifier: ContentState(ITEM, identifier),
        range=lambda item, name: ContentState(item, name),
    )
    note = f"http://testserver/iiif/presentation/3/annotations/{CANVAS}.json"
    assert content_state.read(note, reader) == ContentState(ITEM, CANVAS)
    range_ = {"id": f"http://testserver/iiif/presentation/3/items/{ITEM}/range/12", "type": "Range", "partOf": PART_OF}
    assert content_state.read(content_state.encode(json.dumps(range_)), reader) == ContentState(ITEM, "12")
    assert content_state.read(note, READER) is None


def test_other_ways_of_encoding_that_are_about():
    """Not percent-encoded first, with padding, or not encoded at all."""
    text = json.dumps(DETAIL.target())
    for sent in (base64.urlsafe_b64encode(text.encode()).decode(), text, f"  {DETAIL.encoded()}\n"):
        assert content_state.read(sent, READER) == DETAIL
    assert content_state.read(content_state.encode(MANIFEST), READER) == ContentState(ITEM)


@pytest.mark.parametrize(
    "stated",
    [
        MANIFEST.replace("testserver", "elsewhere.example"),
        MANIFEST.replace("http:", "javascript:"),
        MANIFEST.replace("testserver", "testserver@elsewhere.example"),
        MANIFEST.replace("testserver", "testserver:81"),
        MANIFEST.replace("/items/", "/items/../items/"),
        f"http://testserver/iiif/presentation/3/items/{ITEM.upper()}/manifest.json",
        "http://[testserver/iiif",
        "https://example.org/annotations/1",
        {"target": []},
        {"target": 3},
        {"target": {"id": ["x"], "partOf": {"id": {}}}},
        {"source": {"source": {"source": CANVAS_URI}}},
        {"partOf": [[[MANIFEST]]]},
        {},
    ],
)
def test_what_speaks_of_nothing_of_ours(stated):
    assert read(stated) is None


@pytest.mark.parametrize(
    "sent",
    [
        "", "abc", "A", "e30=x", "eyJ", "ey J9", "ٱلعربية", "%7B%7D",
        "{", '{"id": NaN}', "{" + '"a":' * 3000,
        '{"a":' + "[" * 3000 + "]" * 3000 + "}",
        '{"a":' + "[" * 12 + "]" * 12 + "}",
        '{"a": %s}' % ("9" * 5000),
        base64.urlsafe_b64encode(b"[1]").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe{}").decode(),
        base64.urlsafe_b64encode(b"%ff%fe").decode(),
        "A" * (content_state.MAX_CHARACTERS + 1),
        "http://testserver/" + "a" * content_state.MAX_CHARACTERS,
    ],
)  # fmt: skip
def test_what_is_damaged_is_refused(sent):
    with pytest.raises(InvalidContentState):
        content_state.read(sent, READER)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([CANVAS_URI, MANIFEST]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "type", "target", "source", "selector", "value", "partOf", "motivation"]), inner
        )
    ),
    max_leaves=15,
)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_no_text_breaks_it(text):
    with suppress(InvalidContentState):
        assert content_state.read(text, READER) is None


@given(st.dictionaries(st.sampled_from(["target", "source", "id", "partOf", "selector"]), json_values, min_size=1))
def test_no_json_breaks_it(stated):
    try:
        found = content_state.read(json.dumps(stated), READER)
    except InvalidContentState:
        return
    assert found is None or found.item == ITEM


@pytest.mark.parametrize(
    ("fragment", "region"),
    [
        ("xywh=1,2,3,4", Region(1, 2, 3, 4)),
        ("xywh=percent:0,50,25.5,50", Region(0, 50, 25.5, 50, True)),
        ("t=3&xywh=1,2,3,4", Region(1, 2, 3, 4)),
        ("xywh=1,2,0,4", None), ("xywh=-1,2,3,4", None), ("xywh=1,2,3", None), ("xywh=1e3,2,3,4", None),
        ("xywh=١,٢,٣,٤", None), ("xywh=1,2,3,99999999999", None), ("xywh=NaN,2,3,4", None), ("axywh=1,2,3,4", None),
    ],
)  # fmt: skip
def test_regions(fragment, region):
    assert read(f"{CANVAS_URI}#{fragment}") == ContentState(ITEM, CANVAS, region)


def test_a_region_is_cut_to_its_canvas():
    assert Region(10, 20, 30, 40).pixels(100, 100) == (10, 20, 30, 40)
    assert Region(90, 90, 500, 500).pixels(100, 200) == (90, 90, 10, 110)
    assert Region(25, 50, 50, 50, percent=True).pixels(400, 200) == (100, 100, 200, 100)
    assert Region(100, 0, 10, 10).pixels(100, 100) is None


@settings(max_examples=3, deadline=None)
@given(st.lists(st.builds(ContentState, names, names, whole_pixels), min_size=30, max_size=60))
def test_the_browser_writes_what_the_server_writes(states):
    program = (
        f"import {{encodeContentState, targetOf}} from '{ROOT}/frontend/src/content-state.ts';"
        "let text = ''; for await (const chunk of process.stdin) text += chunk;"
        "for (const [manifest, canvas, x, y, width, height] of JSON.parse(text))"
        " console.log(encodeContentState(JSON.stringify(targetOf(manifest, canvas, {x, y, width, height}))))"
    )
    sent = [
        [addresses.manifest_uri(each.item), ContentState(each.item, each.canvas).target()["id"], *each.region[:4]]
        for each in states
    ]
    node = [Path(sys.executable).with_name("node"), "--input-type=module", "-e", program]
    done = subprocess.run(node, input=json.dumps(sent), capture_output=True, text=True, check=True)
    assert done.stdout.split() == [state.encoded() for state in states]
