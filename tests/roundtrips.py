"""Kinds of damage that lose nothing: each turns a clean text into what sites, printers and programs make of it."""

# ruff: noqa: E501 (words of made documents stand whole)
from __future__ import annotations

import random
import re
from collections.abc import Callable

HEADS = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])", re.M)


def _every(text: str, step: int) -> list[str]:
    return [text[i : i + step] for i in range(0, len(text), step)]


def wrap(width: int, joint: str = "\n", indent: str = "") -> Callable[[str], str]:
    def damaged(text: str) -> str:
        return "\n".join(joint.join(_every(indent + line, width)) for line in text.split("\n"))

    return damaged


def entities(text: str) -> str:
    for plain, coded in (("“", "&ldquo;"), ("”", "&rdquo;"), ("《", "&#12298;"), ("·", "&middot;"), ("—", "&mdash;")):
        text = text.replace(plain, coded)
    return "\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line if line.strip() else line for line in text.split("\n"))


def sprinkle(characters: str) -> Callable[[str], str]:
    def damaged(text: str) -> str:
        draw = random.Random(7)
        return "".join(c + (draw.choice(characters) if c != "\n" and draw.random() < 0.04 else "") for c in text)

    return damaged


def wide_digits(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


def wide_item_numbers(text: str) -> str:
    return re.sub(r"^(\d+)\.", lambda m: m[1].translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}) + "．", text, flags=re.M)


def one_line(joint: str) -> Callable[[str], str]:
    return lambda text: joint.join(line.strip() for line in text.split("\n") if line.strip())


def page_marks(break_before: str, size: int = 260) -> Callable[[str], str]:
    """The pages of a sharing site: numbers in running text, most of them inside a sentence."""

    def damaged(text: str) -> str:
        flat = text.split("\n", 1)
        pages = _every(flat[1], size)
        for n, page in enumerate(pages[1:], 1):
            while page and (
                page[0].isspace() or page[0].isdigit() or pages[n - 1][-1].isdigit() or pages[n - 1][-1] in "一二三四五六七八九十"
            ):
                pages[n - 1], page = pages[n - 1] + page[0], page[1:]
            pages[n] = page
        return flat[0] + "\n" + "".join(f"{break_before if n else ''}{n + 1}、{page}" for n, page in enumerate(pages))

    return damaged


def page_numbers(shape: str, every: int = 9) -> Callable[[str], str]:
    def damaged(text: str) -> str:
        lines = wrap(38)(text).split("\n")
        pages = ["\n".join(lines[i : i + every]) for i in range(0, len(lines), every)]
        return "\n".join(f"{page}\n{shape.format(n, len(pages))}" for n, page in enumerate(pages, 1))

    return damaged


def web_page(text: str) -> str:
    return (
        "您当前的位置：首页 > 政务公开 > 教育信息\n无障碍浏览\n字体：【大 中 小】 打印 关闭\n浏览次数：1024\n"
        + text
        + "\n分享到：微信 微博 QQ空间\n【打印本页】【关闭窗口】\n上一篇：关于做好防汛工作的通知\n下一篇：没有了\n相关链接\n县人民政府网\n"
        "扫一扫在手机打开当前页\n版权所有：某县教育局\n主办：某县教育局  承办：某县大数据中心\n赣ICP备12345678号-1\n网站标识码：3600000001\n"
    )


def sharing_frame(text: str) -> str:
    title = text.split("\n", 1)[0]
    return f"《{title}.docx》由会员分享，可在线阅读，更多相关《{title}.docx（6页珍藏版）》请在某某文库上搜索。\n{text}\n下载文档到电脑，方便使用\n更多精品资料请访问某某文库网"


def contents(text: str) -> str:
    title, body = text.split("\n", 1)
    heads = [line for line in body.split("\n") if re.match(r"[一二三四五六七八九十]+、", line)]
    return title + "\n目  录\n" + "\n".join(f"{head}………………{n * 2 + 1}" for n, head in enumerate(heads)) + "\n" + body


def traditional(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("s2t").convert(text))


def spam_title(text: str) -> str:
    title, body = text.split("\n", 1)
    return f"【最新】{title}（精选3篇）\n{body}"


def twice(text: str) -> str:
    return text + "\n" + text


def notice(text: str) -> str:
    return (
        "索引号：AB0001-2023-0007\n文号：\n某教发〔2023〕7号\n发布机构：某县教育局\n发布日期：2023-03-01\n"
        + text
        + "\n附件：1.任务分解表\n2.联系人名单\n某县教育局\n2023年3月1日\n（此件公开发布）"
    )


DAMAGES: dict[str, Callable[[str], str]] = {
    "wrapped at 30": wrap(30),
    "wrapped at 21": wrap(21),
    "wrapped at 40 with blank lines": wrap(40, "\n\n"),
    "wrapped at 34 with indent": wrap(34, indent="　　"),
    "windows line ends": lambda text: text.replace("\n", "\r\n").replace("\r\n", "\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n\n"),
    "indented": lambda text: "\n".join("　　" + line for line in text.split("\n")),
    "trailing spaces": lambda text: "\n".join(line + " \u00a0 " for line in text.split("\n")),
    "one line, spaces": one_line(" "),
    "one line, wide spaces": one_line("　　"),
    "entities": entities,
    "zero-width": sprinkle("\u200b\u200d\ufeff\u00ad"),
    "no-break spaces": sprinkle("\u00a0"),
    "private use characters": sprinkle("\ue004\ue5e5"),
    "full-width digits": wide_digits,
    "full-width item numbers": wide_item_numbers,
    "spaced item numbers": lambda text: re.sub(r"^(\d+)\.", r"\1 .", text, flags=re.M),
    "bare item numbers": lambda text: re.sub(r"^(\d+)\.", r"\1 ", text, flags=re.M),
    "page marks at line starts": page_marks("\n"),
    "page marks in lines": page_marks(""),
    "page numbers in dashes": page_numbers("— {} —"),
    "page numbers 第 页 共 页": page_numbers("第 {} 页 共 {} 页"),
    "page numbers alone": page_numbers("{}"),
    "web page": web_page,
    "sharing site": sharing_frame,
    "notice": notice,
    "title twice": lambda text: text.split("\n", 1)[0] + "\n" + text,
    "text twice": twice,
    "contents list": contents,
    "spam on the title": spam_title,
    "Traditional characters": traditional,
}
