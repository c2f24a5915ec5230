"""Reading ALTO 2 to 4 (Library of Congress): the lines and words of one page, with their places.

Read as a stream and by name of element alone, as the three versions differ in their namespaces. A file is refused at
the line where it is wrong; a box that is merely odd (empty, or off the page) is left out and its word kept."""

import io
import math
import re
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

import defusedxml
import defusedxml.sax
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from media_pipeline.alto_lines import Piece, joined_line, with_hyphens
from media_pipeline.page_text import MAX_CHARACTERS, MAX_WORDS, Box, Line, TextRefused
from media_pipeline.text_languages import language_tag

MAX_BYTES = 32 * 1024 * 1024
_MAX_DEPTH = 60
# Beyond this a number is no place on any scan, in any unit.
_MAX_COORDINATE = 10_000_000
_UNITS = {"pixel": 1, "mm10": 254, "inch1200": 1200}
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True)
class AltoPage:
    """`language` is the one that most of the text says to be in; "" when none does."""

    lines: list[Line]
    language: str


def read_alto(data: bytes, size: tuple[int, int] | None) -> AltoPage:
    """`size` is the canvas's: places are scaled to it from the page's own, whatever unit that is in.

    Raises TextRefused, with the line of the file and what is wrong there."""
    if len(data) > MAX_BYTES:
        raise TextRefused(_("The file is larger than %(limit)s.") % {"limit": filesizeformat(MAX_BYTES)})
    reader = _Reader(size)
    parser = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(io.BytesIO(data))
    except defusedxml.DefusedXmlException as error:
        raise TextRefused(_("The file declares entities or a document type; ALTO has neither.")) from error
    except SAXParseException as error:
        raise _at(error.getLineNumber(), _("this is not well-formed XML")) from error
    except (SAXException, ValueError, LookupError) as error:
        raise TextRefused(_("The file is not well-formed XML.")) from error
    return reader.page()


def _at(line: int | None, what: str) -> TextRefused:
    return TextRefused(_("Line %(line)s: %(what)s.") % {"line": line or 1, "what": what})


class _Reader(ContentHandler):
    def __init__(self, size: tuple[int, int] | None) -> None:
        super().__init__()
        self.size = size
        self.depth = 0
        self.unit: str | None = None
        self.unit_text: list[str] | None = None
        self.scale: tuple[float, float] | None = None
        self.pages = self.characters_read = self.pieces_read = 0
        self.pieces: list[Piece] | None = None
        self.has_spaces = False
        self.rows: list[tuple[list[Piece], Box | None]] = []
        self.languages: dict[str, int] = {}
        self.block_language = ""

    # What the parser calls ------------------------------------------------------------------------------------

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self._wrong(_("elements lie more than %(limit)s deep") % {"limit": _MAX_DEPTH})
        if self.depth == 1 and name[1] != "alto":
            raise self._wrong(_("the file begins with <%(name)s> and not with <alto>") % {"name": name[1][:40]})
        found = {key[1]: value for key, value in attrs.items()}
        if handle := getattr(self, f"_start_{name[1]}", None):
            handle(found)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        self.depth -= 1
        if name[1] == "MeasurementUnit" and self.unit_text is not None:
            self.unit, self.unit_text = "".join(self.unit_text).strip().lower(), None
            if self.unit not in _UNITS:
                raise self._wrong(
                    _("the unit “%(unit)s” is none of pixel, mm10 and inch1200") % {"unit": self.unit[:20]}
                )
        elif name[1] == "TextLine":
            self.pieces = None

    def characters(self, content: str) -> None:
        if self.unit_text is not None and len(self.unit_text) < 50:
            self.unit_text.append(content)

    # The elements ---------------------------------------------------------------------------------------------

    def _start_MeasurementUnit(self, attrs: dict[str, str]) -> None:
        self.unit_text = []

    def _start_Page(self, attrs: dict[str, str]) -> None:
        self.pages += 1
        if self.pages > 1:
            raise self._wrong(_("a second page begins here; give each page a file of its own"))
        width, height = (self._number(attrs, name, "Page", needed=False) for name in ("WIDTH", "HEIGHT"))
        if self.size and width and height and width > 0 and height > 0:
            self.scale = self.size[0] / width, self.size[1] / height
        elif (self.unit or "pixel") == "pixel":
            self.scale = (1.0, 1.0)
        elif self.size:
            raise self._wrong(_("<Page> has no WIDTH and HEIGHT, which places in %(unit)s need") % {"unit": self.unit})

    def _start_TextBlock(self, attrs: dict[str, str]) -> None:
        self.block_language = language_tag(attrs.get("LANG") or attrs.get("language") or "")

    def _start_TextLine(self, attrs: dict[str, str]) -> None:
        self.pieces = []
        self.rows.append((self.pieces, self._box(attrs, "TextLine")))

    def _start_String(self, attrs: dict[str, str]) -> None:
        content = attrs.get("CONTENT")
        if content is None:
            raise self._wrong(_("<String> has no CONTENT"))
        if self.pieces is None:
            raise self._wrong(_("<String> is outside a <TextLine>"))
        self.characters_read += len(content)
        self.pieces_read += 1
        if self.characters_read > MAX_CHARACTERS or self.pieces_read > MAX_WORDS:
            raise self._wrong(_("there is more text than a page can have"))
        part = attrs.get("SUBS_TYPE", "")
        self.pieces.append(Piece(content, self._box(attrs, "String"), part, attrs.get("SUBS_CONTENT", "")))
        language = language_tag(attrs.get("LANG") or attrs.get("language") or "") or self.block_language
        if language:
            self.languages[language] = self.languages.get(language, 0) + len(content)

    def _start_SP(self, attrs: dict[str, str]) -> None:
        self.has_spaces = True
        if self.pieces:
            self.pieces.append(Piece(" "))

    def _start_HYP(self, attrs: dict[str, str]) -> None:
        if self.pieces:
            self.pieces.append(Piece("-"))

    # ----------------------------------------------------------------------------------------------------------

    def page(self) -> AltoPage:
        lines = [joined_line(with_hyphens(pieces), box, spaced=self.has_spaces) for pieces, box in self.rows]
        found = [line for line in lines if line.text]
        if not found:
            raise TextRefused(_("There is no text in this file."))
        language = max(self.languages, key=self.languages.__getitem__, default="")
        return AltoPage(found, language)

    def _box(self, attrs: dict[str, str], element: str) -> Box | None:
        """On the canvas; None when the element has no place, or none on it."""
        numbers = [self._number(attrs, name, element, needed=False) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
        if self.size is None or self.scale is None or any(number is None for number in numbers):
            return None
        x, y, width, height = (number for number in numbers if number is not None)
        across, down = self.scale
        left, top = max(0, round(x * across)), max(0, round(y * down))
        right = min(self.size[0], round((x + width) * across))
        bottom = min(self.size[1], round((y + height) * down))
        return (left, top, right - left, bottom - top) if right > left and bottom > top else None

    def _number(self, attrs: dict[str, Any], name: str, element: str, *, needed: bool) -> float | None:
        text = attrs.get(name)
        if text is None and not needed:
            return None
        number = float(text) if text and _NUMBER.fullmatch(text.strip()) else math.nan
        if not abs(number) <= _MAX_COORDINATE:
            shown = {"name": name, "element": element, "value": (text or "")[:30]}
            raise self._wrong(_("%(name)s of <%(element)s> is “%(value)s” and not a number") % shown)
        return number

    def _wrong(self, what: str) -> TextRefused:
        return _at(self._locator.getLineNumber() if self._locator else 1, what)
