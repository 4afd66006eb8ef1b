"""A file of any kind gives its text as it was written, with what it states of itself; one that
gives none is named in one line with what to do."""

import csv
import datetime
import email.message
import io
import json
import random
import zipfile

import openpyxl
import pytest

from policy_emphasis import paths
from policy_emphasis.intake.formats import Text, texts
from policy_emphasis.intake.sources import Refused, Source, found
from policy_emphasis.paths import ProjectError

PROVINCES = paths.ROOT.parent / "shared" / "corpora" / "provinces-2025"
HEADING = "一、过去一年工作回顾"
FIRST = "过去一年，全市上下坚持稳中求进，地区生产总值增长6%，城镇新增就业3万人，发展质量持续提升。"
SECOND = "我们着力扩大内需，加快建设现代化产业体系，一批重大项目开工，民生得到进一步改善。"
LINES = ["各位代表：", "现在，我代表市人民政府，向大会报告工作。", HEADING, FIRST, SECOND]
REPORT = "\n".join(LINES)
NAV = "<ul><li><a href='/'>首页</a></li><li><a href='/x'>政务公开</a></li></ul>"
FOOT = "<footer><p>版权所有：市人民政府办公室</p><a href='/map'>网站地图</a></footer>"
DROPPED_OF_PAGE = (
    "outside the main text of the web page",
    "首页\n政务公开\n版权所有：市人民政府办公室\n网站地图",
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def one(name, content):
    content = content.encode() if isinstance(content, str) else content
    [text] = texts(Source(name, content))
    return text


def refused(name, content):
    with pytest.raises(ProjectError) as raised:
        one(name, content)
    line = str(raised.value)
    assert line.startswith(f"{name}: ") and "\n" not in line
    return line


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(body, **parts):
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(**{"word/document.xml": document, **parts})


def paragraphs(*lines):
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for i, rows_of_sheet in enumerate(sheets):
        sheet = book.create_sheet(f"S{i + 1}")
        for row in rows_of_sheet:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def pdf(*pages, title="", locked=False):
    """A PDF by hand: its font is not in it, its characters are their own codes."""
    shown = [
        "BT /F 12 Tf 1 0 0 1 50 700 Tm 16 TL "
        + " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in page)
        + " ET"
        for page in pages
    ]
    kids = " ".join(f"{7 + 2 * i} 0 R" for i in range(len(pages)))
    cmap = (
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange "
        "<0000> <ffff> <0000> endbfrange endcmap"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",
        f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>",
    ]
    for i, stream in enumerate(shown):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 800] /Contents {8 + 2 * i} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >> stream\n{stream}\nendstream")
    made, places = "%PDF-1.4\n", []
    for i, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{i} 0 obj {content} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R {lock if locked else ''}"
    return (
        f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << {trailer} /ID [<00> <00>] >>\nstartxref\n{len(made)}\n%%EOF"
    ).encode()


def page(body, head=""):
    return f"<html><head>{head}</head><body>{NAV}{body}{FOOT}</body></html>"


# Encodings


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "big5"],
)
@pytest.mark.parametrize("length", [30, len(REPORT)])
def test_the_encoding_of_a_chinese_text_is_told(encoding, length):
    text = REPORT[:length] if encoding != "big5" else "今年工作總體要求：發展經濟、改善民生。"
    assert one("a.txt", text.encode(encoding)) == Text("a.txt", text)


def test_lines_end_in_line_feeds_however_the_file_ends_them():
    for end in ("\r\n", "\r"):
        assert one("a.txt", REPORT.replace("\n", end)).text == REPORT


def test_a_text_in_two_encodings_is_read_whole_and_said():
    for outer, inner in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        content = REPORT.encode(outer) + b"\n" + SECOND.encode(inner)
        text = one("a.txt", content)
        assert text.text == f"{REPORT}\n{SECOND}"
        assert text.faults == [
            f"mixed encodings: lines in {inner}: 1, the others in {outer}",
        ]


@pytest.mark.parametrize(
    "content",
    [REPORT.encode()[:-1], f"{REPORT}\ufffd".encode(), f"{REPORT}锟斤拷".encode("gb18030")],
)
def test_characters_that_cannot_be_read_are_said(content):
    text = one("a.txt", content)
    assert text.text.startswith(REPORT[:-1])
    assert "U+FFFD): 1;" in text.faults[0]


def test_bytes_that_are_no_text_are_refused():
    assert "no known format" in refused("a.txt", random.Random(1).randbytes(3000))
    assert "no Chinese text" in refused("a.txt", "An English text.")


# Text and Markdown


def test_front_matter_is_given_and_the_rest_is_left_as_it_is():
    body = f"\n**{HEADING}**\n\n<!-- 注 -->\n{FIRST}\n"
    matter = "---\n标题: 市政府工作报告\nyear: 2024\nurl: https://a.cn/?a=1&b=2\n编号: 7\n---\n"
    text = one("a.md", matter + body)
    assert text.text == body
    assert text.given == {
        "title": "市政府工作报告",
        "year": "2024",
        "source": "https://a.cn/?a=1&b=2",
        "编号": "7",
    }
    assert text.dropped == [("front matter", matter.strip())]


def test_front_matter_that_is_no_yaml_is_read_by_lines():
    text = one("a.md", f"---\ntitle: 报告: 2024年\nyear: '2024'\n---\n{REPORT}")
    assert text.given == {"title": "报告: 2024年", "year": "2024"}


def test_a_rule_of_dashes_is_no_front_matter():
    report = f"---\n政府工作报告\n---\n{REPORT}"
    assert one("a.md", report).text == report


@pytest.mark.parametrize(
    "matter", ["[" * 9_000, "a: &x [b]\nc: *x", "- a\n" * 90, "a: " + "x" * 200_000]
)
def test_no_front_matter_stops_the_reading(matter):
    assert FIRST in one("a.md", f"---\n{matter}\n---\n{REPORT}").text


# Word


def test_paragraphs_and_tables_of_a_word_document_stand_in_their_order():
    cell = "<w:tc>{}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(paragraphs('指标'))}{cell.format(paragraphs('6%'))}</w:tr>"
    table += f"<w:tr>{cell.format(paragraphs(FIRST, SECOND))}</w:tr></w:tbl>"
    text = one("a.docx", docx(paragraphs(HEADING) + table + paragraphs("谢谢大家")))
    assert text.text.split("\n") == [HEADING, "指标\t6%", FIRST, SECOND, "谢谢大家"]


def test_what_was_deleted_in_a_word_document_is_left_out_and_what_was_inserted_is_read():
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>5%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6</w:t><w:noBreakHyphen/><w:t>7%</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:sdt><w:sdtContent><w:r><w:t>左右</w:t><w:br/><w:t>其他</w:t></w:r></w:sdtContent></w:sdt>"
        "</w:p>"
    )
    assert one("a.docx", docx(body)).text == "增长6-7%左右\n其他"


def test_a_text_box_of_a_word_document_is_read_once():
    inner = f"<w:txbxContent>{paragraphs(SECOND)}</w:txbxContent>"
    box = f"<w:r><Choice>{inner}</Choice><Fallback>{inner}</Fallback></w:r>"
    body = f"<w:p>{box}<w:r><w:t>{FIRST}</w:t></w:r></w:p>"
    assert one("a.docx", docx(body)).text == f"{SECOND}\n{FIRST}"


def test_numbers_that_word_sets_before_headings_are_read():
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    lists = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="4">'
        + level.format(0, "chineseCountingThousand", "%1、")
        + level.format(1, "chineseCounting", "（%2）")
        + level.format(2, "bullet", "·")
        + '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )
    heading = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="2"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    listed = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="2"/></w:numPr></w:pPr>'
        "<w:r><w:t>{}</w:t></w:r></w:p>"
    )
    body = (
        styled.format("回顾") + listed.format(1, "甲") + listed.format(1, "乙") + paragraphs("丙")
    )
    body += styled.format("安排") + listed.format(1, "丁") + listed.format(2, "戊")
    text = one("a.docx", docx(body, **{"word/numbering.xml": lists, "word/styles.xml": heading}))
    assert text.text.split("\n") == [
        "一、回顾",
        "（一）甲",
        "（二）乙",
        "丙",
        "二、安排",
        "（一）丁",
        "戊",
    ]


def test_headers_and_notes_of_a_word_document_are_dropped_with_their_reason():
    part = f'<w:x xmlns:w="{WORD}">{{}}</w:x>'
    text = one(
        "a.docx",
        docx(
            paragraphs(FIRST),
            **{
                "word/header1.xml": part.format(paragraphs("市人民政府文件")),
                "word/footnotes.xml": part.format(paragraphs("指规模以上工业")),
                "docProps/core.xml": '<c xmlns:d="d"><d:title>政府工作报告</d:title>'
                "<d:creator>admin</d:creator></c>",
            },
        ),
    )
    assert text.text == FIRST and text.given == {"title": "政府工作报告"}
    assert text.dropped == [
        ("footnotes of a Word document", "指规模以上工业"),
        ("the page header of a Word document", "市人民政府文件"),
    ]


def test_a_word_document_resolves_no_entities_and_is_no_bomb():
    external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refused("a.docx", zipped(**{"word/document.xml": external + "<a>&x;</a>"}))
    assert "damaged" in refused("a.docx", docx("<w:p>" * 100_000))


@pytest.mark.skipif(
    not PROVINCES.is_dir(),
    reason="the provinces corpus is not on this machine (../shared/corpora/provinces-2025)",
)
def test_word_documents_of_provinces_have_every_line_of_their_text_files():
    for source in found(PROVINCES / "docx"):
        twin = (PROVINCES / "txt" / source.name.replace("docx", "txt")).read_bytes()
        assert plain(one(source.name, source.content)) == plain(one("a.txt", twin))


def plain(text):
    lines = ("".join(line.split()) for line in text.text.split("\n"))
    return [line for line in lines if line]


# Web pages


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>　　{line}</p>" for line in LINES),
        "<span>" + "<br/><br/>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{x}" for x in LINES) + "</span>",
        "<p>" + "<br>".join(f"&emsp;&emsp;{line}" for line in LINES) + "</p>",
        "<table><tr><td>" + "".join(f"<div>{line}</div>" for line in LINES) + "</td></tr></table>",
        "".join(f"<p><b>{x[:3]}</b><span>{x[3:5]}</span>\n{x[5:]}</p>" for x in LINES),
        f"<p>{'</p><p>'.join(LINES[:3])}<div>{FIRST[:20]}\n    {FIRST[20:]}<p>{SECOND}</div>",
    ],
    ids=["p", "br nbsp", "br emsp", "table", "runs", "wrapped"],
)
def test_the_main_text_of_a_web_page_is_its_paragraphs(body):
    text = one("a.html", page(f"<div>{body}</div>"))
    assert [line.strip() for line in text.text.split("\n")] == LINES
    assert text.dropped[0][0] == "outside the main text of the web page"
    assert text.dropped[0][1].split("\n")[:2] == ["首页", "政务公开"]


def test_paragraphs_that_only_an_indent_sets_apart_are_lines():
    body = "<div>" + "".join(f"&emsp;&emsp;{line}" for line in (HEADING, FIRST, SECOND)) + "</div>"
    lines = one("a.html", page(body)).text.split("\n")
    assert [line.strip() for line in lines] == [HEADING, FIRST, SECOND]


def test_blanks_within_a_name_set_no_paragraph_apart():
    body = f"<div><p>省　长　　王　某</p><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert one("a.html", page(body)).text.split("\n")[0] == "省　长　　王　某"


def test_every_paragraph_of_a_page_in_two_blocks_is_kept():
    halves = "".join(f"<div><p>{x}，</p><p>{x}！</p></div>" for x in (FIRST, SECOND))
    assert len(one("a.html", page(f"<div>{halves}</div>")).text.split("\n")) == 4


def test_a_page_gives_its_title_date_and_address():
    head = "<meta charset='gb2312'><title>政府工作报告_市政府</title>"
    head += "<meta name='PubDate' content='2024-02-01'><link rel='canonical' href='http://a.cn/1'>"
    given = one("a.html", page(f"<p>{FIRST}</p>", head).encode("gb18030")).given
    assert given == {
        "title": "政府工作报告_市政府",
        "date": "2024-02-01",
        "source": "http://a.cn/1",
    }
    head += "<meta name='ArticleTitle' content='2024年政府工作报告'>"
    assert one("a.html", page(f"<p>{FIRST}</p>", head)).given["title"] == "2024年政府工作报告"


def test_chrome_within_the_block_of_the_text_that_trafilatura_leaves_out_is_dropped():
    bar = "<div class='bar'>来源：市政府 发布时间：2024-02-01 <a>打印</a></div>"
    lines = [*LINES, *(f"第{i}，{FIRST}" for i in range(40))]
    body = bar + "".join(f"<p>{line}</p>" for line in lines)
    text = one("a.html", page(f"<div id='c'>{body}</div>"))
    assert text.text.split("\n") == lines
    assert "发布时间" in text.dropped[0][1]


def test_news_beside_the_text_is_no_part_of_it_and_a_last_section_apart_from_it_is():
    paragraphs_of_text = "".join(f"<p>{FIRST}{i}。</p>" for i in range(40))
    text = f"<div><div class='text'>{paragraphs_of_text}</div>"
    news = f"<div class='sidebar'><p>{'市领导调研企业，要求加快项目建设。' * 8}</p></div></div>"
    assert "市领导" not in one("a.html", page(text + news)).text
    last = f"<div><p>{SECOND}</p><p>{SECOND}</p><p>{SECOND}</p></div></div>"
    assert one("a.html", page(text + last)).text.count(SECOND) == 3


def test_the_title_and_the_meeting_above_the_text_are_read_and_the_path_to_it_is_not():
    above = "<div>首页 &gt; 政府工作报告</div><h1>2024年政府工作报告</h1><div>来源：本网</div>"
    above += "<h2>——2024年1月9日在市第八届人民代表大会第四次会议上</h2><h3>市长　王某某</h3>"
    body = f"{above}<div id='text'>{''.join(f'<p>{line}</p>' for line in LINES)}</div>"
    lines = one("a.html", page(body)).text.split("\n")
    assert [line[:6] for line in lines[:4]] == [
        "2024年政",
        "——2024",
        "市长　王某某"[:6],
        "各位代表：",
    ]


def test_a_page_of_links_alone_has_no_text():
    links = "".join(f"<li><a href='/{i}'>{i}年政府工作报告</a></li>" for i in range(2015, 2025))
    assert "no Chinese text" in refused("a.html", page(f"<ul>{links}</ul>"))


def test_scripts_and_styles_of_a_page_are_no_text():
    body = f"<script>var a='脚本，不是正文。'</script><style>/* 样式。 */</style><p>{FIRST}</p>"
    assert one("a.html", page(body)).text == FIRST


def test_a_page_nested_too_deep_is_refused_and_open_formatting_is_not():
    assert "nested too deep" in refused("a.html", page("<div>" * 20_000 + FIRST))
    assert FIRST in one("a.html", page("<font size=2>" * 20_000 + FIRST)).text


def test_the_page_of_a_web_archive_is_read():
    archive = email.message.EmailMessage()
    archive["From"] = "<Saved by a browser>"
    archive.set_content(page(f"<p>{FIRST}</p>"), subtype="html", charset="gb18030")
    archive.add_related(b"\x89PNG", "image", "png")
    assert one("a.mht", archive.as_bytes()) == Text("a.mht", FIRST, {}, [DROPPED_OF_PAGE])
    assert "without a page" in refused("a.mht", b"MIME-Version: 1.0\r\n\r\nx")


# PDF


def test_the_pages_of_a_pdf_are_set_apart_by_form_feeds():
    text = one("a.pdf", pdf(LINES[:3], LINES[3:], title="政府工作报告"))
    assert text.text == "\n".join(LINES[:3]) + "\f" + "\n".join(LINES[3:])
    assert text.given == {"title": "政府工作报告"} and text.faults == []


def test_a_page_of_a_pdf_without_text_is_said():
    text = one("a.pdf", pdf(LINES, [], [SECOND]))
    assert "without text: 2;" in text.faults[0]


def test_a_pdf_that_gives_no_text_is_named_with_what_to_do():
    assert "scanned" in refused("a.pdf", pdf([]))
    assert "locked" in refused("a.pdf", pdf(LINES, locked=True))
    assert "damaged" in refused("a.pdf", b"%PDF-1.4\n" + bytes(500))
    assert "cannot be told" in refused("a.pdf", pdf(["鏀垮簻宸ヤ綔鎶ュ憡鐨勫彂灞"] * 3))


# Tables


def separated(table, delimiter=","):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(table)
    return written.getvalue()


TABLE = [["省份", "城市", "年份", "正文", "编号"], ["甲省", "乙市", "2024", REPORT, "7"]]
GIVEN = {"province": "甲省", "place": "乙市", "year": "2024", "编号": "7"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_however_it_is_written(delimiter, encoding):
    content = separated(TABLE, delimiter).encode(encoding)
    assert one("a.csv", content) == Text("a.csv/row 2", REPORT, GIVEN)


def test_a_csv_may_hold_texts_of_any_length():
    long = FIRST * 10_000
    assert one("a.csv", separated([["text", "year"], [long, "2024"]])).text == long


@pytest.mark.parametrize(
    "name", ["text", "content", "正文", "内容", "全文", "body", "报告", "Full Text"]
)
def test_the_column_of_texts_is_found_by_its_name(name):
    table = [["备注", name], [FIRST, SECOND]]
    assert one("a.csv", separated(table)).text == SECOND


def test_a_column_of_texts_with_another_name_is_the_one_with_most_chinese():
    table = [["id", "v1", "v2"], ["1", "甲市", REPORT * 3]]
    assert one("a.csv", separated(table)) == Text(
        "a.csv/row 2", REPORT * 3, {"id": "1", "v1": "甲市"}
    )


def test_a_csv_without_a_header_loses_no_row():
    table = [["甲市", REPORT * 3], ["乙市", REPORT * 2]]
    found_texts = texts(Source("a.csv", separated(table).encode()))
    assert [text.text for text in found_texts] == [REPORT * 3, REPORT * 2]


def test_a_csv_without_a_column_of_texts_says_which_columns_it_has():
    line = refused("a.csv", separated([["城市", "年份"], ["甲市", "2024"]]))
    assert "its columns: 城市, 年份" in line


def test_a_row_without_a_text_is_named_and_the_others_are_read():
    table = [["city", "text"], ["甲市", REPORT], ["乙市", ""], ["", ""], ["丙市", REPORT]]
    items = texts(Source("a.csv", separated(table).encode()))
    assert [item.name for item in items] == ["a.csv/row 2", "a.csv/row 3", "a.csv/row 5"]
    assert isinstance(items[1], Refused)


def test_a_text_whose_commas_were_not_quoted_is_said():
    text = one("a.csv", f"city,text\n甲市,{FIRST},{SECOND}\n")
    assert "more cells than the header" in text.faults[0]
    assert SECOND in text.given.values()


def test_a_workbook_gives_its_rows_with_years_and_days_as_they_are_read():
    day = datetime.datetime(2024, 1, 20)
    table = [["报告汇总"], ["城市", "年份", "日期", "正文"], ["甲市", 2024.0, day, REPORT]]
    text = one("a.xlsx", workbook([["说明"]], table))
    assert text == Text(
        "a.xlsx/row 3", REPORT, {"place": "甲市", "year": "2024", "date": "2024-01-20"}
    )


def test_rows_of_several_sheets_are_told_apart():
    table = [["text"], [REPORT]]
    items = texts(Source("a.xlsx", workbook(table, table)))
    assert [item.name for item in items] == ["a.xlsx/S1/row 2", "a.xlsx/S2/row 2"]


def test_a_cell_that_is_full_is_said_to_be_cut():
    text = one("a.xlsx", workbook([["text"], [(FIRST * 1000)[:32_767]]]))
    assert "may be cut" in text.faults[0]


def test_the_size_that_a_sheet_states_is_not_believed():
    content = workbook([["text"], [REPORT]])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"A1:A2", b"A1:XFD1048576")
    assert one("a.xlsx", zipped(**members)).text == REPORT


@pytest.mark.parametrize("escaped", [True, False])
def test_json_is_read_as_an_array_and_by_lines(escaped):
    item = {"title": "报告", "年份": 2024, "content": LINES}
    line = json.dumps(item, ensure_ascii=escaped)
    given = {"title": "报告", "year": "2024"}
    assert one("a.jsonl", line) == Text("a.jsonl/row 1", REPORT, given)
    for whole in (f"[{line}]", f'{{"n": 1, "data": [{line}]}}'):
        assert one("a.json", whole) == Text("a.json/row 1", REPORT, given)


def test_a_json_object_of_texts_has_their_titles_as_its_names():
    items = texts(Source("a.json", json.dumps({"甲市": REPORT * 2, "乙市": REPORT * 3}).encode()))
    assert [item.given for item in items] == [{"title": "甲市"}, {"title": "乙市"}]
    assert [item.text for item in items] == [REPORT * 2, REPORT * 3]


def test_a_broken_line_of_json_is_named_and_the_others_are_read():
    line = json.dumps({"text": REPORT})
    items = texts(Source("a.jsonl", f"{line}\n{line[:-5]}\n\n{line}\n".encode()))
    assert [item.name for item in items] == ["a.jsonl/row 1", "a.jsonl/row 2", "a.jsonl/row 4"]
    assert items[1].reason.startswith("broken JSON")


def test_json_that_is_broken_or_nested_without_end_is_refused():
    assert "broken JSON" in refused("a.json", '[{"text": "' + REPORT)
    assert "broken JSON" in refused("a.json", "[" * 200_000)


def test_halves_of_characters_in_json_can_be_written():
    text = one("a.json", '{"text": "发展\\ud83d\\ude00\\ud83d", "t\\ud800": "\\udfff"}')
    assert text.text == "发展😀\ufffd" and str(text).encode()


# What a file is, is told by its content


def test_a_file_under_a_wrong_ending_is_read_as_what_it_is():
    word, web, table = docx(paragraphs(FIRST)), page(f"<p>{FIRST}</p>"), json.dumps({"text": FIRST})
    for name, content, kind in (
        ("a.doc", word, "docx"),
        ("a.txt", word, "docx"),
        ("a.docx", web, "html"),
        ("a.doc", web, "html"),
        ("a.txt", pdf([FIRST]), "pdf"),
        ("a.txt", table, "json"),
        ("a.pdf", FIRST, "text"),
    ):
        text = one(name, content)
        assert text.text == FIRST
        assert text.faults == [f"named {name[1:]}, read as what it is: {kind}"]


def test_an_unknown_ending_is_no_fault_in_a_text():
    assert one("2024年报告", FIRST).faults == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"), "save it as docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le"), "xlsx or csv"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "WPS"),
        (rb"{\rtf1\ansi }", "RTF document; save it as docx"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"Rar!\x1a\x07\x00", "unpack it"),
        (zipped(**{"a.txt": FIRST}), "a zip archive, no document"),
        (zipped(**{"ppt/presentation.xml": "<p/>"}), "slides"),
        (b"PK\x03\x04" + bytes(50), "damaged"),
        (b"\x1f\x8b\x08", "gzip"),
        (b'<?xml version="1.0"?><a/>', "XML"),
    ],
)
@pytest.mark.parametrize("ending", ["doc", "docx", "txt"])
def test_what_is_not_read_is_named_with_what_to_do(content, words, ending):
    assert words in refused(f"a.{ending}", content)


SEEDS = {
    "a.txt": REPORT.encode("gb18030"),
    "b.txt": REPORT.encode("utf-16"),
    "a.md": f"---\ntitle: 报告\n---\n{REPORT}".encode(),
    "a.docx": docx(paragraphs(*LINES)),
    "a.html": page("".join(f"<p>{line}</p>" for line in LINES)).encode(),
    "a.pdf": pdf(LINES, LINES, title="报告"),
    "a.csv": separated(TABLE).encode(),
    "a.xlsx": workbook(TABLE),
    "a.jsonl": json.dumps({"text": REPORT}).encode(),
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_gives_texts_or_one_line(name):
    chance = random.Random(name)
    for _ in range(20):
        content = bytearray(SEEDS[name])
        for _ in range(chance.choice([1, 3, 30])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        cut = chance.choice([len(content), chance.randrange(1, len(content))])
        try:
            items = texts(Source(name, bytes(content[:cut])))
        except ProjectError as error:
            assert str(error).startswith(f"{name}: ") and "\n" not in str(error)
        else:
            assert items and str(items).encode()
