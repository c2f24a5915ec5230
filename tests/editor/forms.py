"""What a browser posts: every control of a form as the page shows it."""

from html.parser import HTMLParser
from typing import Any


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._inside = False
        self._template = 0
        self._select: str | None = None
        self._text: str | None = None
        self._first: str | None = None
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "template":
            self._template += 1
        if tag == "form" and "data-edit-form" in given:
            self._inside = True
        if not self._inside or self._template:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.values.append((name, given.get("value") or ""))
        elif tag == "select":
            self._select, self._first, self._chosen = name, None, "disabled" in given
        elif tag == "option" and self._select:
            if self._first is None:
                self._first = given.get("value", "")
            if "selected" in given and not self._chosen:
                self.values.append((self._select, given.get("value", "")))
                self._chosen = True
        elif tag == "textarea" and name:
            self._text = name
            self.values.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[-1] = (self._text, data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "textarea":
            self._text = None
        elif tag == "select" and self._select:
            if not self._chosen and self._first is not None:
                self.values.append((self._select, self._first))
            self._select = None
        elif tag == "form":
            self._inside = False


def form_of(response: Any) -> dict[str, Any]:
    """The data that sending the page's edit form unchanged would post."""
    parser = _Controls()
    parser.feed(response.content.decode())
    data: dict[str, Any] = {}
    for name, value in parser.values:
        data[name] = [*data[name], value] if isinstance(data.get(name), list) else (
            [data[name], value] if name in data else value
        )  # fmt: skip
    return data
