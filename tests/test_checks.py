"""What is told of a plan before anything is counted."""

import pytest

import compare
from compare.measures.checks import DOUBT, FINE, NOTED, checks

HEAD = "---\nplace: 甲县\nyear: 2024\nlevel: 区县\nkind: 工作要点\n---\n"
GOOD = "一、办学。\n全县学校按照计划开学,按照计划放假,按照计划考试,一所不少。\n二、招生。\n三、就业。\n"


def checked(folder, *contents):
    (folder / "plans").mkdir()
    for number, content in enumerate(contents):
        (folder / "plans" / f"甲县{number}-2024.txt").write_text(content, encoding="utf-8")
    table = checks(compare.load(folder))
    first = table[table["plan_id"] == "甲县0-2024"]
    return {row.check: (row.state, row.message, row.value, row.start) for row in first.itertuples()}


@pytest.mark.parametrize(("content", "check", "state", "message"), [
    (HEAD + GOOD, "提纲", FINE, "3 部分,共 4 句"),
    (HEAD + "没有编号的一段话。\n又一段话。\n", "提纲", NOTED, "没有认出编号,2 句按段落处理"),
    (HEAD + GOOD, "编号", FINE, "各级编号连续"),
    (HEAD + GOOD.replace("三、", "四、"), "编号", DOUBT, "第 2 部分之后是第 4 部分"),
    (HEAD + "二、办学。\n三、招生。\n", "编号", DOUBT, "从第 2 部分开始"),
    (HEAD + "一、办学\n1.甲。\n2.乙。\n二、招生\n1.丙。\n", "编号", FINE, "各级编号连续"),  # starts again in each section
    (HEAD + "一、办学\n1.甲。\n2.乙。\n二、招生\n3.丙。\n", "编号", FINE, "各级编号连续"),  # or goes on
    (HEAD + "一、办学\n1.甲。\n2.乙。\n1.丙。\n", "编号", DOUBT, "第 2 条之后是第 1 条"),
    (HEAD + GOOD, "搁置", FINE, "全部文字计入"),
    (HEAD + "索引号:\n1234567890\n发布机构:甲县教育局\n" + GOOD, "搁置", DOUBT, None),
    (HEAD + GOOD, "损坏", FINE, "未见损坏"),
    (HEAD + GOOD + "新建X个项目。\n", "损坏", DOUBT, "数字被隐去 1 处"),
    (HEAD + GOOD + "新建\ufffd\ufffd项目。\n", "损坏", DOUBT, "无法辨认的字符 1 处"),
    (HEAD + GOOD + "推进XX小学建设。\n", "损坏", DOUBT, "字被遮盖 1 处"),
    (HEAD + GOOD + "用好5X86和TAXI。\n", "损坏", FINE, "未见损坏"),
    (HEAD + GOOD + "按照统一部署,认真组织全县学校参加各项活动,并在年底以前把", "损坏", DOUBT, "结尾中断 1 处"),
    (HEAD + GOOD, "标签", NOTED, "未填:省份、发布机构、发文日期、来源网址"),
    ("---\nplace: 甲县\n---\n" + GOOD, "标签", DOUBT, "不明:年份、层级、文件类型"),
    ("---\nplace_note: 某县\nyear: 2024\nlevel: 区县\nkind: 总结\n---\n" + GOOD, "标签", NOTED, "原文隐去地名"),
    (HEAD.replace("2024", "2019") + GOOD, "主题", NOTED, "早于政策:双减"),
    (HEAD + GOOD, "主题", FINE, "各主题均已生效"),
    (HEAD + GOOD, "重复", FINE, "没有相同或近同的文件"),
])
def test_checks(tmp_path, content, check, state, message):
    found = checked(tmp_path, content)[check]
    assert found[0] == state and (message is None or message in found[1]), found


def test_a_copy_is_noticed(tmp_path):
    assert checked(tmp_path, HEAD + GOOD, GOOD)["重复"][:2] == (DOUBT, "与他文相同或近同：甲县1-2024（100%）")


def test_places_are_offsets_of_the_text(tmp_path):
    assert checked(tmp_path, HEAD + GOOD + "新建X个项目。\n")["损坏"][3] == (GOOD + "新建").__len__()


def test_the_shipped_plans(study):
    table = checks(study)
    doubtful = table[table["state"] == DOUBT]
    assert list(zip(doubtful["plan_id"], doubtful["check"], strict=True)) == [("某市-2024", "损坏")]
    assert "页码切断文字 7 处" in doubtful["message"].iloc[0]


def test_the_verb_prints_what_is_in_doubt(capsys, monkeypatch, tmp_path):
    from compare.cli import main
    checked(tmp_path, HEAD + GOOD.replace("三、", "四、"), HEAD + GOOD + "好。\n")
    assert main(["check", "--corpus", str(tmp_path)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "甲县0-2024(甲县 2024〔甲县0-2024〕)  3 部分,共 4 句"   # two documents of one place and year
    assert shown[1].startswith("  存疑  编号  第 2 部分之后是第 4 部分  [字符 ")
    assert shown[-1] == "2 份文件,2 份存疑"  # the two are near copies of each other
