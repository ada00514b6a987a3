"""The styles of the document: those pandoc comes with, in our colours, on A4, pages numbered."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EDGES = (
    f'<w:headerReference xmlns:r="{_R}" w:type="default" r:id="rId91"/>'
    f'<w:footerReference xmlns:r="{_R}" w:type="default" r:id="rId92"/>'
)
# Twentieths of a point.
_MARGINS = (
    '<w:pgMar w:top="1360" w:right="1247" w:bottom="1247" w:left="1247" w:header="700"'
    ' w:footer="600" w:gutter="0"/>'
)
STANDING = f'<w:sectPr>{_EDGES}<w:pgSz w:w="11906" w:h="16838"/>{_MARGINS}</w:sectPr>'
LYING = (
    f'<w:sectPr>{_EDGES}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>{_MARGINS}</w:sectPr>'
)
_INK, _LINE, _WASH = "0B5C66", "C9D3DF", "EDF1F6"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
    for side in ("top", "bottom", "insideH")
)
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/>'
    f'<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow">'
    f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_WASH}"/></w:tcPr></w:tblStylePr>'
    "</w:style>"
)
# Letters of 10 points, 9 in tables, where nothing is far apart; parts on a new page; titles of
# records in bold.
_LOOKS = (
    ('<w:sz w:val="24" />', '<w:sz w:val="20"/>'),
    ('<w:spacing w:before="180" w:after="180" />', '<w:spacing w:before="80" w:after="80"/>'),
    (
        '<w:spacing w:before="36" w:after="36" />\n    </w:pPr>',
        '<w:spacing w:before="20" w:after="20"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>',
    ),
    (
        '<w:spacing w:before="360" w:after="80" />',
        '<w:pageBreakBefore/><w:spacing w:before="0" w:after="160"/>',
    ),
    (
        '<w:i />\n      <w:iCs />\n      <w:color w:val="0F4761"',
        '<w:b/>\n      <w:color w:val="0F4761"',
    ),
)
_STYLE = re.compile(r'<w:style [^>]*w:styleId="Table".*?</w:style>', re.DOTALL)
_COLOUR = re.compile(r'<w:color w:val="[0-9A-F]{6}" w:themeColor="[^"]*"[^>]*/>')
_FONTS = re.compile(r"<w:rFonts [^>]*(?:asciiTheme|minorHAnsi)[^>]*/>")
_SECTION = re.compile(r"<w:sectPr>.*?</w:sectPr>", re.DOTALL)
_LAST = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0)).date_time


def reference(default: bytes, title: str, mark: str, language: str) -> bytes:
    """Return *default*, pandoc's own document of styles, made ours; texts are escaped here."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            _put(new, name, _mended(name, old.read(name).decode("utf-8"), language))
        _put(new, "word/header91.xml", _edge("hdr", f"{title}\t{mark}", page=False))
        _put(new, "word/footer92.xml", _edge("ftr", "", page=True))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, _LAST), text)


def _mended(name: str, text: str, language: str) -> str:
    if name == "word/styles.xml":
        for old, new in _LOOKS:
            text = text.replace(old, new, 1)
        text = _COLOUR.sub(f'<w:color w:val="{_INK}"/>', _STYLE.sub(_TABLE, text, count=1))
        text = _FONTS.sub('<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>', text)
        return re.sub(r"<w:lang [^>]*/>", f'<w:lang w:val="{_locale(language)}"/>', text)
    if name == "word/document.xml":
        return _SECTION.sub(STANDING, text)
    if name == "word/_rels/document.xml.rels":
        return text.replace("</Relationships>", f"{_relations()}</Relationships>")
    if name == "[Content_Types].xml":
        return text.replace("</Types>", f"{_types()}</Types>")
    return text


def _locale(language: str) -> str:
    return "fr-FR" if language == "fr" else "en-GB"


def _relations() -> str:
    return "".join(
        f'<Relationship Id="{id}" Type="{_R}/{kind}" Target="{target}"/>'
        for id, kind, target in (
            ("rId91", "header", "header91.xml"),
            ("rId92", "footer", "footer92.xml"),
        )
    )


def _types() -> str:
    form = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{form}.{kind}+xml"/>'
        for name, kind in (("header91", "header"), ("footer92", "footer"))
    )


def _edge(name: str, words: str, *, page: bool) -> str:
    """Return a header or a footer: words at both sides, or page x / y at the right."""
    left, _, right = words.partition("\t")
    texts = [f'<w:r><w:t xml:space="preserve">{escape(left)}</w:t></w:r>', "<w:r><w:tab/></w:r>"]
    if page:
        texts += [_field("PAGE"), '<w:r><w:t xml:space="preserve"> / </w:t></w:r>']
        texts += [_field("NUMPAGES")]
    else:
        texts.append(f'<w:r><w:t xml:space="preserve">{escape(right)}</w:t></w:r>')
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<w:{name} xmlns:w="{_W}"><w:p><w:pPr>{tabs}</w:pPr>{"".join(texts)}</w:p></w:{name}>'
    )


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
