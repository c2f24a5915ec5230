"""The content of hostile and unusual files, by name."""

import io
import json
import re
import zipfile

import openpyxl

GOOD = b"id,title\nA-1,Bowl\nA-2,Cup\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 200
PDF = b"%PDF-1.7\n" + b"\x00\xff" * 100


def workbook(rows=(("id", "title"), ("A-1", "Bowl"), ("A-2", "Cup"))) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def archive(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


def with_part(name: str, change) -> bytes:
    """A right workbook with one part changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def after_prolog(content: bytes, prolog: bytes) -> bytes:
    return prolog + content[content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0 :]


def encrypted() -> bytes:
    content = bytearray(workbook())
    for mark, flag in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(mark)
        while start >= 0:
            content[start + flag] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


# Name: content, and what the message must say.
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "zero-bytes.csv": (b"", "empty"),
    "white-space.csv": (b" \r\n\t\n", "empty"),
    "mark-only.csv": (b"\xef\xbb\xbf", "empty"),
    "picture.csv": (PNG, "image/png"),
    "picture.xlsx": (PNG, "image/png"),
    "document.csv": (PDF, "application/pdf"),
    "old-excel.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old or a protected"),
    "page.csv": (b"<!DOCTYPE html><html><body>Login</body></html>", "XML or HTML"),
    "record.xml": (b"<?xml version='1.0'?><records/>", "XML or HTML"),
    "array.json": (b'[{"id": 1}]', "JSON array"),
    "pretty.jsonl": (b'{\n  "id": "A-1",\n  "title": "Bowl"\n}\n', "one line"),
    "noise.csv": (bytes(range(256)) * 40, "encoding"),
    "nulls.csv": (b"\x00" * 5000, "not a text"),
    "utf-32.csv": ("id,title\nA-1,Bowl\n".encode("utf-32"), "UTF-32"),
    "utf-16-odd.csv": ("id,title\nA-1,Bowl\n".encode("utf-16")[:-1], "not text"),
    "latin-1.csv": (("id,title\n" + "A-1,Château à Besançon éèêë\n" * 5).encode("latin-1"), "encoding"),
    "one-line-10-mb.csv": (b"id,title," + b"x" * 10_000_000, "column names"),
    "duplicate-columns.csv": (b"id,title,title\nA-1,Bowl,Cup\n", "“title”"),
    "duplicate-by-space.csv": (b"id,title, title \nA-1,Bowl,Cup\n", "“title”"),
    "no-heading.csv": (b",,\nA-1,Bowl,x\n", "column names"),
    "missing-column.csv": (b"id,name\nA-1,Bowl\n", "“title”"),
    "heading-quote.csv": (b'"id,title\nA-1,Bowl\n', "column names"),
    "heading-null.csv": (b"id,ti\x00tle\nA-1,Bowl\n", "column names"),
    "heading-broken.csv": (b"id,title,\xff\xfe\xd0\x90\n" + "A-1,Bowl,я\n".encode() * 60, "column names"),
    "zip-of-csv.zip": (archive(**{"items.csv": GOOD}), "archive"),
    "zip-of-xlsx.xlsx": (archive(**{"items.xlsx": workbook()}), "archive"),
    "zip-of-zip.zip": (archive(**{"a.zip": archive(**{"b.zip": b"PK"})}), "archive"),
    "only-a-name.xlsx": (archive(**{"xl/workbook.xml": b""}), "damaged"),
    "empty-zip.xlsx": (archive(), "archive"),
    "dtd.xlsx": (with_part(SHEET, lambda old: after_prolog(old, DTD)), "document type"),
    "xxe.xlsx": (with_part("xl/workbook.xml", lambda old: after_prolog(old, XXE)), "document type"),
    "xxe-styles.xlsx": (with_part("xl/styles.xml", lambda old: after_prolog(old, XXE)), "document type"),
    "xxe-utf-16.xlsx": (with_part(SHEET, lambda old: XXE.decode().encode("utf-16") + b"<"), "document type"),
    "zip-bomb.xlsx": (with_part(SHEET, lambda old: old.replace(b"</sheetData>", b" " * 40_000_000)), "unpacks"),
    "not-xml.xlsx": (with_part(SHEET, lambda old: b"\x00\x01\x02 not xml"), "damaged"),
    "cut-xml.xlsx": (with_part(SHEET, lambda old: old[: len(old) // 2]), "damaged"),
    "no-sheet-part.xlsx": (with_part("xl/workbook.xml", lambda old: old.replace(b"sheetId", b"sheetNo")), "damaged"),
    "far-row.xlsx": (with_part(SHEET, lambda old: old.replace(b'<row r="2"', b'<row r="9999999999"')), "empty rows"),
    "row-not-number.xlsx": (with_part(SHEET, lambda old: old.replace(b'<row r="2"', b'<row r="two"')), "damaged"),
    "string-index.xlsx": (
        with_part(SHEET, lambda old: re.sub(rb'<c r="A2".*?</c>', b'<c r="A2" t="s"><v>99</v></c>', old)),
        "damaged",
    ),
    "encrypted.xlsx": (encrypted(), "protected"),
    "duplicate-columns.xlsx": (workbook((("id", "title", "title"), (1, 2, 3))), "“title”"),
    "formula-heading.xlsx": (workbook((("id", "=A1"), ("A-1", "Bowl"))), "formula"),
    "empty.xlsx": (workbook(()), "column names"),
    "missing-column.xlsx": (workbook((("id", "name"), ("A-1", "Bowl"))), "“title”"),
}
for _share in (0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95, 0.99):
    _whole = workbook()
    UNREADABLE[f"cut-at-{_share}.xlsx"] = (_whole[: int(len(_whole) * _share)], "damaged")


def line(**fields) -> bytes:
    return json.dumps({"id": "A-1", "title": "Bowl", **fields}).encode() + b"\n"


LAST = line(id="Z", title="Last")
DEEP = b'{"id":"A-1","title":"Bowl","x":' + b"[" * 100 + b"]" * 100 + b"}\n"
VERY_DEEP = b'{"id":"A-1","title":"Bowl","x":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
# Name: content, and the refused rows as (row, field, code). All else in the file must be imported.
PARTLY: dict[str, tuple[bytes, list[tuple[int, str, str]]]] = {
    "ragged.csv": (GOOD + b"A-3\nA-4,Jug,extra\nA-5,Pot\n", [(4, "", "ragged-row"), (5, "", "ragged-row")]),
    "null.csv": (GOOD + b"A-3,Ju\x00g\n", [(4, "title", "bad-cell-characters")]),
    "broken-utf-8.csv": (
        b"id,title\n" + "A-1,Күміс тостаған\n".encode() + b"A-2,\xff\xfe\n" + "A-3,Қола\n".encode() * 1,
        [(3, "title", "bad-encoding")],
    ),
    "cut-utf-8.csv": ("id,title\nA-1,Күміс тостаған\nA-2,Қола".encode()[:-1], [(3, "title", "bad-encoding")]),
    "quote-in-value.csv": (GOOD + b'A-3,"Ju"g\nA-4,Pot\n', [(4, "", "quoting")]),
    "long-row.csv": (GOOD + b"A-3," + b"x" * 3_000_000 + b"\nA-4,Pot\n", [(4, "", "row-too-large")]),
    "open-quote.csv": (GOOD + b'A-3,"Jug\nA-4,Pot\n', [(4, "", "quoting")]),
    "duplicate-keys.csv": (GOOD + b"A-1,Twin\n", [(4, "", "duplicate-source-id")]),
    "no-key.csv": (GOOD + b",Jug\n", [(4, "id", "required")]),
    "long-key.csv": (GOOD + b"k" * 300 + b",Jug\n", [(4, "id", "too-long")]),
    "no-title.csv": (GOOD + b"A-3,\n", [(4, "title, atauy", "required")]),
    "unnamed-value.csv": (b"id,,title\nA-1,,Bowl\nA-2,x,Cup\n", [(3, "", "unnamed-column")]),
    "bad-date.csv": (b"id,title,date\nA-1,Bowl,1900\nA-2,Cup,whenever\n", [(3, "date", "not-a-date")]),
    "bad-size.csv": (b"id,title,size\nA-1,Bowl,3 cm\nA-2,Cup,big\n", [(3, "size", "not-dimensions")]),
    "not-json.jsonl": (line() + b"nonsense\n" + LAST, [(2, "", "invalid-json")]),
    "cut.jsonl": (line() + LAST[:-10], [(2, "", "invalid-json")]),
    "not-object.jsonl": (
        line() + b"[1, 2]\n" + b'"text"\n' + LAST,
        [(2, "", "not-an-object"), (3, "", "not-an-object")],
    ),
    "not-a-number.jsonl": (b'{"id":"A-1","title":"Bowl","x":NaN}\n' + LAST, [(1, "", "bad-number")]),
    "infinity.jsonl": (b'{"id":"A-1","title":"Bowl","x":-Infinity}\n' + LAST, [(1, "", "bad-number")]),
    "huge-float.jsonl": (b'{"id":"A-1","title":"Bowl","x":1e999}\n' + LAST, [(1, "", "bad-number")]),
    "huge-integer.jsonl": (b'{"id":"A-1","title":"B","x":' + b"9" * 5000 + b"}\n" + LAST, [(1, "", "bad-number")]),
    "deep.jsonl": (DEEP + LAST, [(1, "x", "too-deep")]),
    "very-deep.jsonl": (VERY_DEEP + LAST, [(1, "", "too-deep")]),
    "surrogate.jsonl": (line(title="\ud800") + LAST, [(1, "title", "bad-cell-characters")]),
    "surrogate-key.jsonl": (line(id="\udfff") + LAST, [(1, "id", "bad-cell-characters")]),
    "null.jsonl": (line(title="Bo\x00wl") + LAST, [(1, "title", "bad-cell-characters")]),
    "null-in-name.jsonl": (line(**{"a\x00b": 1}) + LAST, [(1, "a\ufffdb", "bad-cell-characters")]),
    "name-twice.jsonl": (b'{"id":"A-1","title":"Bowl","title":"Cup"}\n' + LAST, [(1, "title", "duplicate-key")]),
    "latin-1.jsonl": (b'{"id":"A-1","title":"Ch\xe2teau"}\n' + LAST, [(1, "", "bad-encoding")]),
    "utf-16.jsonl": (
        line(about="x" * 800) + '{"id":"A-1"}'.encode("utf-16") + b"\n" + LAST,
        [(2, "", "bad-encoding")],
    ),
    "long-line.jsonl": (line(x="y" * 2_000_000) + LAST, [(1, "", "row-too-large")]),
    "title-is-list-of-objects.jsonl": (line(title=[{"a": 1}]) + LAST, [(1, "title", "not-a-text")]),
    "title-is-true.jsonl": (line(title=True) + LAST, [(1, "title", "not-a-text")]),
    "title-is-object.jsonl": (line(title={"en": "Bowl"}) + LAST, [(1, "title", "not-a-text")]),
    "key-is-object.jsonl": (line(id={"a": 1}) + LAST, [(1, "id", "not-a-text")]),
    "carriage-returns.jsonl": (b'{"id":"A-1","title":"B"}\r{"id":"A-2"}\n' + LAST, [(1, "", "invalid-json")]),
    "formula.xlsx": (
        workbook((("id", "title"), ("A-1", "Bowl"), ("A-2", '=HYPERLINK("http://evil","x")'), ("A-3", "Jug"))),
        [(3, "title", "formula")],
    ),
    "error-cell.xlsx": (workbook((("id", "title"), ("A-1", "Bowl"), ("A-2", "#REF!"))), [(3, "title", "error-cell")]),
    "unnamed-value.xlsx": (
        workbook((("id", "title"), ("A-1", "Bowl"), ("A-2", "Cup", "x"))),
        [(3, "C", "unnamed-column")],
    ),
    "duplicate-keys.xlsx": (
        workbook((("id", "title"), ("A-1", "Bowl"), ("A-1", "Twin"))),
        [(3, "", "duplicate-source-id")],
    ),
    "boolean.xlsx": (workbook((("id", "title"), ("A-1", True), ("A-2", "Cup"))), [(2, "title", "not-a-text")]),
}


WHOLE: dict[str, bytes] = {
    "comma.csv": GOOD,
    "wrong-extension.xlsx": GOOD,
    "wrong-extension.csv": workbook(),
    "no-extension": line() + line(id="A-2"),
    "semicolon.csv": GOOD.replace(b",", b";"),
    "tab.tsv": GOOD.replace(b",", b"\t"),
    "declared-separator.csv": b"sep=;\r\n" + GOOD.replace(b",", b";"),
    "byte-order-mark.csv": b"\xef\xbb\xbf" + GOOD,
    "byte-order-mark.jsonl": b"\xef\xbb\xbf" + line() + line(id="A-2"),
    "utf-16-le.csv": GOOD.decode().encode("utf-16"),
    "utf-16-be.csv": b"\xfe\xff" + GOOD.decode().encode("utf-16-be"),
    "windows-1251.csv": "id,title\nA-1,Серебряная чаша\nA-2,Кубок\n".encode("cp1251"),
    "carriage-returns.csv": GOOD.replace(b"\n", b"\r"),
    "windows-lines.csv": GOOD.replace(b"\n", b"\r\n"),
    "no-last-line-end.csv": GOOD.rstrip(b"\n"),
    "empty-lines.csv": GOOD.replace(b"A-2", b"\n,\nA-2"),
    "line-in-value.csv": b'id,title\nA-1,"Bowl\nof silver"\nA-2,"He said ""cup"""\n',
    "empty-columns-at-the-end.csv": b"id,title,,\nA-1,Bowl,,\nA-2,Cup,,\n",
    "windows-lines.jsonl": (line() + line(id="A-2")).replace(b"\n", b"\r\n"),
    "empty-lines.jsonl": b"\n" + line() + b"\n\n" + line(id="A-2"),
    "plain.xlsx": workbook(),
    "claims-to-be-huge.xlsx": with_part(SHEET, lambda old: old.replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"')),
    "empty-rows.xlsx": workbook((("id", "title"), (None, None), ("A-1", "Bowl"), (), ("A-2", "Cup"))),
    "text-that-looks-like-a-formula.csv": b"id,title\nA-1,=1+1\nA-2,@SUM(A1)\n",
}
