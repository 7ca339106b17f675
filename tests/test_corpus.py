"""Plan files: front matter and verbatim text, and what is said of each mistake in one."""

import hashlib

import pytest

from compare.corpus import plan_files, plan_paths, plans_table, read_plan, told_apart
from compare.errors import StudyError
from compare.paths import COMMAND_VARIABLE

TEXT = "一、办学。\n二、招生。\n"


def written(folder, content, name="甲县-2024.txt"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read(folder, content, name="甲县-2024.txt"):
    return read_plan(written(folder, content, name))


# -- what is read -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("content", "labels"), [
    (TEXT, {"place": "甲县", "year": 2024, "level": None}),                                  # no front matter: from the name
    (f"---\nplace: 乙市\nyear: 2023\nlevel: 市\n---\n{TEXT}", {"place": "乙市", "year": 2023, "level": "市"}),
    (f"---\nplace: 乙市\n---\n{TEXT}", {"place": "乙市", "year": None}),                      # what is not written is not known
    (f"---\nplace:\nyear:\n---\n{TEXT}", {"place": None, "year": None}),
    (f"---\n---\n{TEXT}", {"place": "甲县"}),
    (f"---\nissued_on: 2024-03-05\n---\n{TEXT}", {"issued_on": "2024-03-05"}),               # a date stays text
    (f"---\ndoc_number: 12\n---\n{TEXT}", {"doc_number": "12"}),
    (f"---\ntitle: '要点: 一'\nnote: 说明\n---\n{TEXT}", {"title": "要点: 一"}),
])
def test_labels(tmp_path, content, labels):
    found = read(tmp_path, content).labels
    assert {key: found[key] for key in labels} == labels


@pytest.mark.parametrize("content", [
    f"---\nplace: 甲县\n---\n{TEXT}",
    f"﻿---\nplace: 甲县\n---\n{TEXT}",                                                        # BOM
    f"---\nplace: 甲县\n---\n{TEXT}".replace("\n", "\r\n"),                                   # Windows
    f"---\nplace: 甲县\n---\n{TEXT}".replace("\n", "\r"),                                     # old Macs
])
def test_the_text_is_the_same_whatever_the_line_ends(tmp_path, content):
    plan = read(tmp_path, content)
    assert plan.text == TEXT
    assert plan.labels["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize("text", ["  缩进\n\n\n空行\n", "---\n不是抬头\n", "没有换行", "上\n---\n下\n", "一\u2028二\x0c三\n"])
def test_the_text_is_verbatim(tmp_path, text):
    assert read(tmp_path, f"---\nplace: 甲县\n---\n{text}").text == text


def test_the_id_is_the_stem_composed_alike_on_all_systems(tmp_path):
    assert read(tmp_path, TEXT, "e\u0301-2024.txt").plan_id == "\u00e9-2024"


def test_a_masked_place_and_another_kind_stay_visible(study):
    labels = study.plans.set_index("plan_id")["label"]
    assert labels["某市-2024"] == "某市 2024〔务虚会议材料〕" and labels["湖里区-2020"] == "湖里区 2020"


def test_corrections_are_found_in_the_text(tmp_path):
    plan = read(tmp_path, f"---\ncorrections:\n- find: 办学\n  replace: 办好学\n  reason: 脱字\n  expect: 1\n---\n{TEXT}")
    assert [(c.find, c.replace, c.reason, c.spans) for c in plan.corrections] == [("办学", "办好学", "脱字", ((2, 4),))]
    assert plan.text == TEXT


def test_plan_paths_are_all_text_files_of_all_folders(tmp_path):
    """As pathlib finds them one by one."""
    for name in ("乙.txt", "甲.MD", "丙.pdf", ".隐.txt", ".md", "b.txt.", "c.d.Txt", "市/丁.md", "市/.区/戊.txt", "市/夹.txt/己.txt", "txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    try:
        (tmp_path / "link").symlink_to(tmp_path / "市")
        (tmp_path / "file.txt").symlink_to(tmp_path / "乙.txt")
    except OSError:     # Windows lets not everybody make links
        pass
    plain = [path for path in tmp_path.rglob("*") if path.suffix.lower() in (".txt", ".md") and not path.name.startswith(".")
             and not path.is_dir() and "link" not in path.parts]
    assert plan_paths(tmp_path) == sorted(plain, key=lambda path: path.parts) and len(plain) >= 6
    assert plan_paths(tmp_path / "none") == []


def test_plan_files_in_order_hidden_and_other_files_left_out(tmp_path):
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    for name in ("乙.txt", "甲.md", "2024/丙.txt", ".hidden.txt", "note.docx", "._甲.txt"):
        (tmp_path / "plans" / name).write_text("x", encoding="utf-8")
    assert [path.name for path in plan_files(tmp_path)] == sorted(["丙.txt", "乙.txt", "甲.md"])


def test_names_tell_documents_apart_and_say_no_more(tmp_path):
    """A kind that all have is no part of a name; two of one place, year and kind are told apart by their files."""
    def names(*kinds):
        plans = [read(tmp_path, f"---\nplace: 甲县\nyear: {2024 if n < 2 else 2025}\nkind: {kind}\n---\n一、工作。\n", f"f{n}.txt")
                 for n, kind in enumerate(kinds)]
        return told_apart(plans_table(plans))["label"].tolist()
    assert names("政府工作报告", "工作要点") == ["甲县 2024〔政府工作报告〕", "甲县 2024"]
    assert names("政府工作报告", "政府工作报告", "政府工作报告") == ["甲县 2024〔f0〕", "甲县 2024〔f1〕", "甲县 2025"]


def test_plans_without_labels_make_a_table(tmp_path):
    table = plans_table([read(tmp_path, TEXT, "无年份.txt")])
    assert table["label"].tolist() == ["无年份"] and table["year"].isna().all()


# -- mistakes ---------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("", ": holds no text -> paste the plan's text there, or delete the file"),
    (" \n\n", ": holds no text -> paste"),
    ("---\nplace: 甲县\n---\n\n", ": holds no text under the front matter -> paste"),
    ("办学".encode("gbk"), ": is not UTF-8 (byte 0) -> take it in with: plan-compare add FILE"),
    (f"---\nplace: 甲县\n{TEXT}", ", line 1: front matter opens with --- and never closes -> put a line ---"),
    (f"---\nplace: [甲县\n---\n{TEXT}", ", line 3: bad YAML"),
    (f"---\ntitle: 要点: 一\n---\n{TEXT}", ", line 2: bad YAML (mapping values are not allowed here) -> write"),
    (f"---\nplace: 甲县\nplace: 乙县\n---\n{TEXT}", ", line 3: bad YAML (key 'place' given twice)"),
    (f"---\n- 甲县\n---\n{TEXT}", ": holds a list, not keys and values -> write it as 'key: value'"),
    (f"---\nplce: 甲县\n---\n{TEXT}", ", plce: unknown key in the front matter -> use one of place, level,"),
    (f"---\nyear: 24\n---\n{TEXT}", ", year: 24 is no year -> write four digits, e.g. year: 2024"),
    (f"---\nyear: 二〇二四\n---\n{TEXT}", ", year: '二〇二四' is no year"),
    (f"---\nyear: true\n---\n{TEXT}", ", year: True is no year"),
    (f"---\nlevel: 镇\n---\n{TEXT}", ", level: '镇' is no level -> write one of 国家, 省, 市, 区县"),
    (f"---\nissued_on: 2024年3月\n---\n{TEXT}", ", issued_on: '2024年3月' is no date -> write it as 2024-03-05"),
    (f"---\nissued_on: 2024-02-30\n---\n{TEXT}", ", issued_on: '2024-02-30' is no date"),
    (f"---\nplace: [甲, 乙]\n---\n{TEXT}", ", place: is a list, not text -> write one value"),
    (f"---\nsha256: 00\n---\n{TEXT}", ", sha256: the text is not the one this sum was taken of"),
    (f"---\n? [a]\n: b\n---\n{TEXT}", "bad YAML"),
    (f"---\ncorrections:\n- {{find: 校, replace: {'学' * 90_000}, reason: x, expect: 9}}\n---\n" + "校。" * 9,
     ", corrections: make 810,009 characters of 18 -> replace words by words"),
    (f'---\nplace: "\\uD800县"\n---\n{TEXT}', ", line 2: bad YAML (half a character)"),
    (f"---\nplace: !!bool 也许\n---\n{TEXT}", "bad YAML (a value that its tag does not fit)"),
    (f"---\na: &x [*x]\n---\n{TEXT}", ", line 2: bad YAML (aliases, *name, are not used here)"),
    (f"---\nwarnings: {'[' * 100_000}\n---\n{TEXT}", ", line 2: bad YAML (nested more than 40 deep)"),
    (f"---\nyear: {'9' * 5000}\n---\n{TEXT}", ", line 2: bad YAML (a number without end)"),
    (f"---\nyear: 1{':59' * 5000}\n---\n{TEXT}", ", line 2: bad YAML (a number without end)"),
    (f"---\nwarnings: {'办' * 200_000}\n---\n{TEXT}", ": holds 200,011 characters of YAML"),
    (TEXT + "办" * 200_000, " characters -> keep documents to 200,000 characters, or split it"),
    (f"---\nplace: !!python/object:os.system x\n---\n{TEXT}", ", line 2: bad YAML"),
    (f"---\ncorrections: 办学\n---\n{TEXT}", ", corrections: is not a list"),
    (f"---\ncorrections:\n- 办学\n---\n{TEXT}", ", corrections entry 1: read '办学' -> give find, replace, reason and expect"),
    (f"---\ncorrections:\n- {{find: 办学, replace: x}}\n---\n{TEXT}", ", corrections entry 1: read"),
    (f"---\ncorrections:\n- {{find: 没有, replace: x, reason: y}}\n---\n{TEXT}",
     ", corrections entry 1: '没有' stands 0 times in the text, expected 1 -> the source has changed: mend or delete"),
    (f"---\ncorrections:\n- {{find: 。, replace: x, reason: y}}\n---\n{TEXT}", "'。' stands 2 times in the text"),
    (f"---\ncorrections:\n- {{find: '', replace: x, reason: y}}\n---\n{TEXT}", "'' stands 0 times"),
    (f"---\ncorrections:\n- {{find: 办学, replace: x, reason: y}}\n- {{find: 学。, replace: x, reason: y}}\n---\n{TEXT}",
     ", corrections entry 2: '学。' overlaps entry 1 -> make one entry of the two"),
]


@pytest.mark.parametrize(("content", "told"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_are_told_on_one_line(tmp_path, content, told):
    with pytest.raises(StudyError) as error:
        read(tmp_path, content)
    message = str(error.value)
    assert told in message and "\n" not in message
    assert message.startswith(str(tmp_path / "甲县-2024.txt")) and " -> " in message


def test_two_plans_with_one_id(tmp_path):
    (tmp_path / "plans" / "a").mkdir(parents=True)
    for name in ("a/甲县-2024.txt", "甲县-2024.md"):
        (tmp_path / "plans" / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(StudyError, match=r"has the same id '甲县-2024' as .* -> rename one of the two files"):
        plan_files(tmp_path)


@pytest.mark.parametrize("command", ["plan-compare", "python run.py", 'python3 "../my project/run.py"'])
def test_no_plan_at_all(tmp_path, monkeypatch, command):
    """The cure is a command of this user: run.py says how it was called."""
    monkeypatch.setenv(COMMAND_VARIABLE, "" if command == "plan-compare" else command)
    (tmp_path / "plans").mkdir()
    with pytest.raises(StudyError) as told:
        plan_files(tmp_path)
    assert str(told.value).endswith(f"no plan (*.txt) in it -> add one with: {command} add FILE")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("head", ["", "---\nplace: 乙市\n---\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_sum_is_that_of_the_text(tmp_path, mark, head, end):
    plan = read(tmp_path, mark + (head + TEXT).replace("\n", end).encode())
    assert plan.text == TEXT and plan.labels["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
