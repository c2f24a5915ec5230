"""ALTO 2 to 4 becomes lines and words with places on the canvas; a wrong file is refused by line."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.alto import read_alto
from media_pipeline.page_text import Line, TextRefused, Word, layout_of, lines_of, text_of

SIZE = (1000, 2000)
NAMESPACES = {
    2: "http://www.loc.gov/standards/alto/ns-v2#",
    3: "http://www.loc.gov/standards/alto/ns-v3#",
    4: "http://www.loc.gov/standards/alto/ns-v4#",
}
WORD = '<String CONTENT="{0}" HPOS="{1}" VPOS="20" WIDTH="80" HEIGHT="30"/>'


def alto(lines: str, *, version: int = 4, unit: str = "pixel", page: str = 'WIDTH="1000" HEIGHT="2000"') -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="{NAMESPACES[version]}"><Description><MeasurementUnit>{unit}</MeasurementUnit></Description>
<Layout><Page ID="P1" {page}><PrintSpace><TextBlock LANG="kk">
{lines}
</TextBlock></PrintSpace></Page></Layout></alto>""".encode()


def line(*strings: str) -> str:
    return f'<TextLine HPOS="10" VPOS="20" WIDTH="500" HEIGHT="30">{"<SP/>".join(strings)}</TextLine>'


@pytest.mark.parametrize("version", NAMESPACES)
def test_lines_and_words_of_every_version(version):
    page = read_alto(alto(line(WORD.format("Ақ", 10), WORD.format("киіз", 100)), version=version), SIZE)
    assert page.language == "kk"
    assert page.lines == [
        Line("Ақ киіз", (10, 20, 500, 30), (Word(0, 2, (10, 20, 80, 30)), Word(3, 7, (100, 20, 80, 30))))
    ]


@pytest.mark.parametrize(
    ("unit", "page", "box"),
    [
        # The page itself was 500 pixels wide, or 100 mm, or 6 inches: the canvas is 1000.
        ("pixel", 'WIDTH="500" HEIGHT="1000"', (20, 40, 160, 60)),
        ("mm10", 'WIDTH="1000" HEIGHT="2000"', (10, 20, 80, 30)),
        ("inch1200", 'WIDTH="7200" HEIGHT="14400"', (1, 3, 11, 4)),
        ("pixel", "", (10, 20, 80, 30)),
    ],
)
def test_places_are_scaled_from_the_pages_unit_and_size(unit, page, box):
    [found] = read_alto(alto(line(WORD.format("Ақ", 10)), unit=unit, page=page), SIZE).lines
    assert found.words == (Word(0, 2, box),)


def test_a_word_that_a_line_splits_is_known_whole():
    first = '<String CONTENT="con" SUBS_TYPE="HypPart1" SUBS_CONTENT="conservation"/>'
    second = '<String CONTENT="servation" SUBS_TYPE="HypPart2" SUBS_CONTENT="conservation"/>'
    for hyphen in ("", '<HYP CONTENT="\u00ad"/>'):
        lines = read_alto(alto(line("<String CONTENT='la'/>", first + hyphen) + line(second)), SIZE).lines
        assert [(each.text, each.whole) for each in lines] == [("la con-", "conservation"), ("servation", "")]


def test_without_spaces_in_the_file_words_are_parted_and_chinese_is_not():
    page = read_alto(alto(line('<String CONTENT="Ақ"/><String CONTENT="киіз"/>').replace("<SP/>", "")), SIZE)
    assert page.lines[0].text == "Ақ киіз"
    page = read_alto(alto('<TextLine><String CONTENT="羊角"/><String CONTENT="纹"/></TextLine>'), SIZE)
    assert page.lines[0].text == "羊角纹"


@pytest.mark.parametrize(
    "place", ["", 'HPOS="5" VPOS="5" WIDTH="0" HEIGHT="9"', 'HPOS="5000" VPOS="5" WIDTH="9" HEIGHT="9"']
)
def test_a_word_with_an_odd_place_is_kept_without_it(place):
    [found] = read_alto(alto(f'<TextLine><String CONTENT="Ақ" {place}/></TextLine>'), SIZE).lines
    assert found == Line("Ақ")


def test_a_place_that_reaches_off_the_page_is_cut():
    [found] = read_alto(
        alto('<TextLine HPOS="-20" VPOS="10" WIDTH="2000" HEIGHT="20"><String CONTENT="a"/></TextLine>'), SIZE
    ).lines
    assert found.box == (0, 10, 1000, 20)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>
<alto><Layout><Page><TextLine><String CONTENT="&c;"/></TextLine></Page></Layout></alto>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Line 1"),
        (b"not xml", "Line 1"),
        (b"<TEI/>", "<TEI>"),
        (b"<alto>\n\n<Layout>", "Line 3"),
        (BOMB, "document type"),
        (b"<alto>" + b"<a>" * 70, "60 deep"),
        (alto(""), "no text"),
        (alto("<TextLine><String/></TextLine>"), "Line 4: <String> has no CONTENT"),
        (alto('<String CONTENT="a"/>'), "Line 4: <String> is outside"),
        (alto('<TextLine HPOS="NaN"/>'), "HPOS of <TextLine> is “NaN”"),
        (alto('<TextLine\n\nHPOS="1e99"/>'), "1e99"),
        (alto('<TextLine HPOS="٣"/>'), "not a number"),
        (alto("", unit="furlong"), "furlong"),
        (alto(line('<String CONTENT="a"/>'), unit="mm10", page=""), "WIDTH and HEIGHT"),
        (alto("</TextBlock></PrintSpace></Page><Page><PrintSpace><TextBlock>"), "a second page"),
        (b"<alto>" + b" " * 34_000_000 + b"</alto>", "larger than"),
        ("<alto/>".encode("utf-16")[:9], "XML"),
    ],
    ids=range(17),
)
def test_what_is_wrong_is_said_with_its_place(data, said):
    with translation.override("en"), pytest.raises(TextRefused) as refused:
        read_alto(data, SIZE)
    assert said in str(refused.value)


def test_more_text_than_a_page_has_is_refused():
    with pytest.raises(TextRefused):
        read_alto(alto(line(*["<String CONTENT='a'/>"] * 60_001)), SIZE)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_nothing_but_a_refusal_comes_of_noise(noise):
    for data in (noise, alto(line(WORD.format("a", 10))).replace(b"PrintSpace", noise)):
        try:
            read_alto(data, SIZE)
        except TextRefused:
            continue


_BOX = st.tuples(*[st.integers(0, 9999)] * 4)
_LINES = st.lists(
    st.builds(
        Line,
        st.text(st.characters(exclude_characters="\n"), max_size=20),
        _BOX | st.none(),
        st.lists(st.builds(Word, st.integers(0, 9), st.integers(0, 9), _BOX), max_size=3).map(tuple),
        st.text(max_size=5),
    ),
    min_size=1,
    max_size=6,
)


@given(_LINES)
def test_what_is_stored_comes_back(lines):
    assert lines_of(text_of(lines), layout_of(lines)) == lines
