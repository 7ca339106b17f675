"""What the cleaning sets aside, and what it must leave alone: small tables of texts."""
# ruff: noqa: E501 (tables of sentences, a row of them on one line)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.corpus import Plan
from compare.outline import outline_rows
from compare.reading.characters import odd_characters
from compare.reading.dates import dates, year_for
from compare.reading.divisions import current, divisions
from compare.reading.ledger import Cut, Draft
from compare.reading.numbering import enumerator
from compare.reading.titles import is_title, spam

HEAD = "青溪县2024年教育工作要点\n一、办学\n1.建校。新建学校两所。\n"


def clauses(text):
    return [(row[2], row[7]) for row in outline_rows(Plan("p", text, {"title": None}))[0]]


def counted(text):
    return [row[7] for row in outline_rows(Plan("p", text, {"title": None}))[0] if row[9]]


@pytest.mark.parametrize("line", [
    "打造区域教育新格局", "构建教育治理新格局", "统筹全局", "加强基层党支部建设", "来源可靠的数据才能用。", "分享办学经验，推广典型做法。", "关闭不合格的培训机构。",
    "打印教材由学校统一负责。", "下载使用国家平台资源。", "扫一扫门前雪，管好自家事。", "作者进校园活动每月一次。", "相关部门密切配合。", "附件所列任务按期完成。",
    "首页改版，方便群众。", "浏览器统一更新。", "时间服从质量。", "2.主题班会每周一次。", "2.公开招聘教师五十名。", "2.责任到人，压力到底。", "小学一、二年级不留书面作业。",
    "“1、2、3”工程全面铺开。", "达到1.5倍以上。", "版权意识进课堂。", "上一年任务全部完成。", "电话家访全覆盖。", "网站群建设提速。", "主办全国赛事一次。", "（一）班与（二）班结对。",
])
def test_lines_that_are_the_plans_own(line):
    assert line in "".join(counted(HEAD + line + "\n2.招生。按规定招生。\n"))


@pytest.mark.parametrize("line", [
    "浏览次数：1024 次", "【打印】【关闭】", "分享到：", "上一篇：没有了", "扫一扫在手机打开当前页", "责任编辑：张三", "来源：县教育局 作者：办公室", "版权所有：青溪县人民政府",
    "浙ICP备05000000号-1", "网站标识码：3300000001", "浙公网安备 33010002000001号", "字体：【大 中 小】", "您现在的位置：首页 > 要闻", "https://www.example.cn/a.html",
    "主办单位：青溪县人民政府办公室 网站热线：12345", "返回顶部", "－ 3 －", "第 3 页 共 8 页", "（此件公开发布）", "微信扫一扫分享", "点击量：20",
])
def test_lines_of_furniture(line):
    assert counted(HEAD + "2.招生。按规定招生。\n" + line) == counted(HEAD + "2.招生。按规定招生。\n")


@pytest.mark.parametrize(("text", "heads"), [
    ("一、办学\n（一）建校。新建两所。\n（二）修校。修缮三所。\n", ["section", "item", "body", "item", "body"]),
    ("一、办学\n1 ．建校。新建两所。\n2 ．修校。修缮三所。\n", ["section", "item", "body", "item", "body"]),
    ("一、办学\n１．建校。新建两所。\n２．修校。修缮三所。\n", ["section", "item", "body", "item", "body"]),
    ("一、办学\n1建校。新建两所。\n2修校。修缮三所。\n3迁校。搬迁一所。\n", ["section", "item", "body", "item", "body", "item", "body"]),
    ("一、办学\n1、建校。新建两所。\n(1)选址。\n(2)施工。\n", ["section", "item", "body", "point", "point"]),
    ("1.办学。①建校。②修校。\n2.招生。按规定。\n", ["item", "point", "point", "item", "body"]),
    ("一、办学\n一是建校。二是修校。\n二、招生\n第一，公开。第二，公平。\n", ["section", "point", "point", "section", "point", "point"]),
    ("一、办学\n一要建校。二要修校。三要迁校。\n", ["section", "point", "point", "point"]),
    ("第一部分 回顾\n一、办学\n1.建校。\n第二部分 打算\n一、招生\n1.公开。\n", ["section", "section", "item", "section", "section", "item"]),
    ("强党建\n深入学习理论。开展研讨。\n强质量\n抓好课堂教学。开展评比。\n", ["section", "body", "body", "section", "body", "body"]),
    ("建好学校。新建两所。\n修好学校。修缮三所。\n管好学校。健全制度。\n", ["item", "body", "item", "body", "item", "body"]),
    ("新建学校两所，修缮三所。\n开展评比活动，健全制度。\n", ["body", "body"]),
])
def test_outlines(text, heads):
    assert [kind for kind, _ in clauses(text)] == heads


@pytest.mark.parametrize(("text", "sentences"), [
    ("坚持教育优先发\n展，办好学校。", ["坚持教育优先发", "展，办好学校。"]),
    ("深入推进改革，\n办好每所学校。", ["深入推进改革，办好每所学校。"]),
    ("抓好（德育、\n智育）工作。", ["抓好（德育、智育）工作。"]),
    ("各校要做到：\n1.守时。\n2.守信。", ["各校要做到：", "1.守时。", "2.守信。"]),
    ("推进改革；\n加强管理；\n提高质量。", ["推进改革；", "加强管理；", "提高质量。"]),
])
def test_breaks_in_sentences(text, sentences):
    assert counted(HEAD + text)[3:] == sentences


@pytest.mark.parametrize(("title", "core"), [
    ("【最新】青溪县2024年工作要点（精选3篇）", "青溪县2024年工作要点"), ("青溪县2024年工作要点.docx", "青溪县2024年工作要点"), ("青溪县2024年工作要点（试行）", "青溪县2024年工作要点（试行）"),
    ("青溪县2024年工作要点 word版", "青溪县2024年工作要点"), ("最新青溪县教育工作计划范文模板", "青溪县教育工作计划"),
])
def test_spam_at_titles(title, core):
    before, after = spam(title)
    assert title[len(before):len(title) - len(after)] == core and is_title(core)


@pytest.mark.parametrize(("text", "plain"), [
    ("校\u200b园", "校园"), ("校&nbsp;园", "校园"), ("a&amp;b", "a&b"), ("２０２４年", "2024年"), ("安\u00a0全", "安全"), ("R\u00a0D", "R D"), ("“引”、《书》", "“引”、《书》"),
    ("AT&T公司", "AT&T公司"), ("Ａ级", "A级"), ("50％", "50％"), ("①②", "①②"), ("A&B;C", "A&B;C"),
])
def test_characters(text, plain):
    draft = Draft(text)
    draft.apply(odd_characters)
    assert draft.text == plain


@pytest.mark.parametrize(("text", "found"), [
    ("一、办学", ("chapter", 1)), ("⒊办学", ("arabic", 3)), ("⑵办学", ("sub", 2)), ("㈡办学", ("paren", 2)), ("2.5万平方米", None), ("2024年", None), ("第一批", None),
    ("第一，办学", ("point", 1)), ("一是办学", ("point", 1)), ("一是否", None), ("首先，办学", ("point", None)), ("1.2024年办学", ("arabic", 1)),
])
def test_numbers(text, found):
    made = enumerator(text)
    assert (made and (made.style, made.number)) == found


@pytest.mark.parametrize(("text", "day"), [
    ("2024年3月5日", "2024-03-05"), ("2024-03-05", "2024-03-05"), ("2024/3/5", "2024-03-05"), ("二〇二四年三月五日", "2024-03-05"), ("二○二四年十二月三十一日", "2024-12-31"),
    ("２０２４年３月５日", "2024-03-05"), ("2 0 2 4 年 3 月 5 日", "2024-03-05"), ("2024年2月30日", None), ("2024年3月", None), ("1-2-3", None),
])
def test_dates(text, day):
    assert [found.value for found in dates(text)] == ([day] if day else [])


@pytest.mark.parametrize(("title", "year"), [
    ("甲县2024年工作要点", 2024), ("2023年总结和2024年计划", 2024), ("2023年工作情况及下步打算", 2023), ("2021—2025年规划", None), ("2023—2024学年第一学期计划", 2023),
    ("2023-2024学年度下学期计划", 2024), ("工作要点", None), ("二〇二四年计划", 2024),
])
def test_years_of_titles(title, year):
    found, _ = year_for(title)
    assert (int(found.value) if found else None) == year


@pytest.mark.parametrize(("name", "level", "province"), [
    ("湖里区", "区县", "福建省"), ("芦淞", None, None), ("凉山州", "市", "四川省"), ("宁夏", "省", "宁夏回族自治区"), ("仙桃市", "区县", "湖北省"), ("浦东新区", "区县", "上海市"),
    ("北京市", "省", "北京市"), ("锡林郭勒盟", "市", "内蒙古自治区"),
])
def test_divisions(name, level, province):
    found = {(d.level, d.province) for d in current(divisions().get(name, ()))}
    assert found == ({(level, province)} if level else set())


@given(st.text("甲乙丙。，\n1", max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 4), st.sampled_from(["", "丁", "戊己"])), max_size=6),
       st.lists(st.tuples(st.integers(0, 29), st.integers(1, 4), st.sampled_from(["", "庚"])), max_size=6))
@settings(max_examples=200, deadline=None)
def test_the_ledger_gives_the_text_back(text, first, second):
    draft = Draft(text)
    for step in (first, second):
        draft.apply(lambda now, step=step: [Cut(s, min(s + n, len(now)), "r", new) for s, n, new in step if s < len(now)])
    rebuilt, at = "", 0
    for cut in draft.cuts:
        assert at <= cut.start < cut.end
        rebuilt += text[at:cut.start] + cut.new
        at = cut.end
    assert rebuilt + text[at:] == draft.text and len(draft.places) == len(draft.text) + 1
    assert list(draft.places) == sorted(draft.places)


MIXED = st.text("一二、（）1.2甲乙丙。，：“”X \n\u3000\u200b\u00a0&;nbsp页第—校園學們。", max_size=120)


@given(MIXED)
@settings(max_examples=300, deadline=None)
def test_spans_tile_and_removals_give_the_text_back(text):
    rows, removals = outline_rows(Plan("p", text, {"title": None}))
    at = 0
    for row in rows:
        assert row[5] == at
        at = row[6]
        kept, place = "", row[5]
        for _, start, end, words, _, new in (r for r in removals if row[5] <= r[1] < row[6]):
            assert end <= row[6] and text[start:end] == words
            kept, place = kept + text[place:start] + new, end
        assert kept + text[place:row[6]] == row[7]
    assert at == len(text)
