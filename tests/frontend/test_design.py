"""Promises of the design system that a machine can check."""

import json
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from frontend.views.styleguide import colours

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
FONTS = FRONTEND / "node_modules" / "@fontsource-variable"
BUILD = FRONTEND / "static" / "build"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
TURKISH = "ĞğİıŞşÇçÖöÜüÂâ"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

TEXT_ON_GROUND = product(["text", "muted", "accent", "link", "ochre"], ["ground", "raised", "sunken"])
PAIRS = [
    *TEXT_ON_GROUND,
    ("text", "mark"),
    ("text", "mat"),
    ("on-accent", "accent-fill"),
    ("on-panel", "panel"),
    ("on-panel-muted", "panel"),
    ("on-stage", "stage"),
    ("on-stage-muted", "stage"),
]
# WCAG 2.2, 1.4.11: borders of fields, the focus ring and meaningful graphics.
GRAPHICS = [("line-strong", "ground"), ("line-strong", "raised"), ("focus", "ground"), ("focus", "sunken")]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme):
    token = {colour.name: getattr(colour, scheme) for colour in colours()}
    weak = [(a, b, contrast(token[a], token[b])) for a, b in PAIRS if contrast(token[a], token[b]) < 4.5]
    weak += [(a, b, contrast(token[a], token[b])) for a, b in GRAPHICS if contrast(token[a], token[b]) < 3]
    assert weak == []


def letters(family: str, style: str = "normal") -> set[str]:
    files = list((FONTS / family / "files").glob(f"*-{style}.woff2"))
    assert files, f"{family} is not installed: run npm ci in frontend/"
    return {chr(code) for path in files for code in TTFont(path).getBestCmap()}


@pytest.mark.parametrize("family", ["source-serif-4", "golos-text"])
def test_text_faces_have_every_letter_of_kazakh_and_turkish(family):
    assert not set(KAZAKH + TURKISH + "«»“”–—…№₸") - letters(family)


@pytest.mark.parametrize("family", ["noto-naskh-arabic", "noto-sans-arabic"])
def test_arabic_faces(family):
    assert not set(ARABIC) - letters(family)


@pytest.mark.parametrize("family", ["noto-sans-sc", "noto-serif-sc"])
def test_chinese_faces(family):
    # GB 2312's first level: the 3,755 characters in everyday use.
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    everyday = {bytes([row, cell]).decode("gb2312", "ignore") for row in rows for cell in cells}
    assert not everyday - {""} - letters(family)


def test_styles_use_logical_properties():
    """So that right-to-left pages need no rules of their own."""
    physical = re.compile(
        r"^\s*(margin|padding|border)-(left|right)\b|^\s*(left|right):|text-align:\s*(left|right)|float:\s*(left|right)",
        re.MULTILINE,
    )
    found = {path.name: physical.findall(path.read_text()) for path in (FRONTEND / "styles").rglob("*.css")}
    assert not {name: hits for name, hits in found.items() if hits}


def test_colours_come_from_the_tokens():
    """Opaque colours elsewhere would miss the dark scheme; what lies on pictures is the same in both."""
    allowed = {"#fff", "#ffd479", "#9b2226", "#000"}
    for path in (FRONTEND / "styles").rglob("*.css"):
        if path.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text())) <= allowed, path.name


def test_lock_file_names_no_registry():
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    npm_settings = (FRONTEND / ".npmrc").read_text()
    assert "registry" not in npm_settings


def test_ornament_is_what_its_geometry_draws(tmp_path):
    shutil.copytree(FRONTEND / "ornament", tmp_path / "ornament")
    subprocess.run(["node", tmp_path / "ornament" / "draw.mjs"], check=True, capture_output=True)
    for path in (tmp_path / "static" / "ornament").iterdir():
        assert path.read_text() == (FRONTEND / "static" / "ornament" / path.name).read_text(), "run npm run ornament"
