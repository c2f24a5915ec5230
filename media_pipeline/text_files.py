"""A file with the text of a page, as a person sends it."""

from django.utils.translation import gettext as _

from media_pipeline.alto import read_alto
from media_pipeline.models import CanvasText
from media_pipeline.page_text import Line, TextRefused, plain_lines


def read_text_file(data: bytes, size: tuple[int, int] | None) -> tuple[str, list[Line], str]:
    """(source, lines, the language that the file states or ""). What looks like XML is read as ALTO; `size` is the
    canvas's. Raises TextRefused."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        page = read_alto(data, size)
        return CanvasText.Source.ALTO, page.lines, page.language
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TextRefused(
            _("Line %(line)s: this is not UTF-8 text. Save the file as UTF-8.") % {"line": line}
        ) from error
    return CanvasText.Source.CURATOR, plain_lines(text), ""
