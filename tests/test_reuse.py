import numpy as np
import pandas as pd
import pytest

import compare
from compare.errors import StudyError
from compare.measures.reuse import BORROWING, MIRROR, SLOGAN, reuse
from planted import HOWS, SET_PHRASES, Clerk, Writer, plan, planted, scores, study

POLICY = "每学期组织两次视力监测并把结果告知家长,对视力不良率连续上升的班级由校医和班主任共同制定干预方案。"
OTHER = "新聘教师首年跟岗不少于八十学时,由区级名师工作室逐人评定后方可独立任课。"


def pair(left, right):
    return reuse(study([plan("甲县-2023", f"甲县教育工作要点\n一、工作\n1.{left}"),
                        plan("乙县-2024", f"乙县教育工作要点\n一、安排\n1.{right}")]))


def prose(writer, n):
    return "".join("".join(writer.sentence()) + "。" for _ in range(n))


# ---- planted copies

@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("n_plans", "n_copies"), [(5, 15), (12, 40), (60, 150)])
def test_planted_copies_are_found_and_nothing_else(seed, n_plans, n_copies):
    plans, copies = planted(seed, n_plans, n_copies=n_copies)
    found = reuse(study(plans))
    made = scores(found[found["kind"] == BORROWING], copies)
    assert made["recall"] >= 0.95 and made["precision"] >= 0.95, made
    assert made["passage_recall"] >= 0.95 and made["passage_precision"] >= 0.95, made


@pytest.mark.parametrize(("n_plans", "n_copies", "n_corpora"), [(5, 15, 6), (12, 40, 4), (30, 90, 2), (100, 250, 1)])
def test_copies_are_found_where_all_plans_are_made_of_the_same_few_words(n_plans, n_copies, n_corpora):
    made = []
    for seed in range(n_corpora):
        plans, copies = planted(seed + 60, n_plans, n_copies=n_copies, writers=Clerk)
        found = reuse(study(plans))
        made.append(scores(found[found["kind"] == BORROWING], copies))
    mean = {name: np.mean([each[name] for each in made]) for name in made[0]}
    assert min(mean.values()) >= 0.95, mean


@pytest.fixture(scope="module")
def many():
    """(borrowed passages, planted copies) of several corpora."""
    made = []
    for seed in range(6):
        plans, copies = planted(seed + 100, n_plans=30, n_copies=60)
        found = reuse(study(plans))
        made.append((found[found["kind"] == BORROWING], copies))
    return made


@pytest.mark.parametrize("how", HOWS)
def test_every_way_of_copying_is_found(many, how):
    chosen = [(found, [c for c in copies if c.how == how]) for found, copies in many]
    sizes = [sum(c.end - c.start for c in copies) for _, copies in chosen]
    assert sum(len(copies) for _, copies in chosen) >= 20
    assert np.average([scores(*each)["recall"] for each in chosen], weights=sizes) >= 0.95


def test_plans_that_share_set_phrases_alone_borrow_nothing():
    writer = Writer(7)
    plans = [plan(f"地{n}-2024", "工作要点\n" + "\n".join(
        f"{i + 1}.{prose(writer, 1)}{SET_PHRASES[i % len(SET_PHRASES)]}。" for i in range(30))) for n in range(5)]
    assert set(reuse(study(plans))["kind"]) == {SLOGAN}


# ---- kinds

@pytest.mark.parametrize(("left", "right", "kind"), [
    (POLICY, POLICY, BORROWING),
    (POLICY, "落实要求," + POLICY.replace("家长", "监护人"), BORROWING),
    ("坚持以习近平新时代中国特色社会主义思想为指导,全面贯彻党的教育方针,落实立德树人根本任务。",) * 2 + (SLOGAN,),
    ("深入学习贯彻党的二十届三中全会、全国教育大会精神。", "认真学习贯彻党的二十届三中全会、全国教育大会精神。", SLOGAN),
    ("落实《中华人民共和国家庭教育促进法》《新时代爱国主义教育实施纲要》。",) * 2 + (SLOGAN,),
    ("严格落实全面从严治党主体责任,增强“四个意识”、坚定“四个自信”、做到“两个维护”。",) * 2 + (SLOGAN,),
    ("坚持以习近平新时代中国特色社会主义思想为指导," + POLICY, "以习近平新时代中国特色社会主义思想为指导," + POLICY, BORROWING),
])
def test_set_phrases_are_no_borrowing(left, right, kind):
    table = pair(left + "甲县的学校各有各的打算。" * 5, right + "乙县另起炉灶自成一格。" * 5)
    assert set(table["kind"]) == {kind}


def test_a_term_that_both_use_twice_counts_once():
    left, right = "落实方案,构建完善义务教育质量评价体系,抓好义务教育质量评价。", "全面做好义务教育质量评价,迎接义务教育质量评价考核。"
    table = pair(left + "甲县的学校各有各的打算。" * 5, right + "乙县另起炉灶自成一格。" * 5)
    assert list(table["kind"]) == [SLOGAN] and list(table["n_own"]) == [len("义务教育质量评价")]


def test_the_user_edits_the_list(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "lexicon").mkdir()
    for name in ("甲县-2023", "乙县-2024"):
        (tmp_path / "plans" / f"{name}.txt").write_text(f"1.{name}工作。{POLICY}{name * 30}。", "utf-8")
    assert set(compare.reuse(compare.load(tmp_path))["kind"]) == {BORROWING}
    (tmp_path / "lexicon" / "slogans.txt").write_text(POLICY, "utf-8")
    assert set(compare.reuse(compare.load(tmp_path))["kind"]) == {SLOGAN}


def test_a_phrase_of_many_unrelated_places_is_a_set_phrase_and_one_of_neighbours_is_none():
    def plans(province):
        writer = Writer(3)
        said = "由责任督学逐校核验清廉台账并限期公开结果。"
        return [plan(f"地{n:02}-2024", f"工作要点\n{prose(writer, 20)}{said}{prose(writer, 1)}", province=province(n))
                for n in range(12)]
    def kinds(province):
        table = reuse(study(plans(province)))
        return set(table.loc[table["quote"].str.contains("逐校核验清廉台账"), "kind"])

    assert kinds(lambda n: None) == {SLOGAN}
    assert kinds(lambda n: "某省") == {BORROWING}


# ---- mirrors

def test_one_text_under_another_title_is_a_mirror():
    writer = Writer(11)
    body = [writer.sentence() for _ in range(60)]
    edited = [writer.edited(s) if i % 12 == 0 else s for i, s in enumerate(body)]
    left = "甲县2024年教育工作要点\n" + "\n".join(f"{i + 1}." + "".join(s) + "。" for i, s in enumerate(body))
    right = ("首页 > 政务公开\n索引号:001\n关于印发乙县教育工作安排的通知\n" + "".join("".join(s) + "。" for s in edited)
             + "\n扫一扫在手机上查看当前页面")
    third = "丙县要点\n" + prose(writer, 30) + "".join("".join(s) + "。" for s in body[:25])
    table = reuse(study([plan("甲县-2024", left), plan("乙县-2024", right), plan("丙县-2024", third)]))
    kinds = {frozenset(p): set(rows["kind"]) - {SLOGAN} for p, rows in table.groupby(["plan_id", "other_id"])}
    assert kinds == {frozenset({"甲县-2024", "乙县-2024"}): {MIRROR}, frozenset({"甲县-2024", "丙县-2024"}): {BORROWING},
                     frozenset({"乙县-2024", "丙县-2024"}): {BORROWING}}


# ---- references, direction

def test_reference_documents_are_read_and_take_part_in_reuse_alone(tmp_path):
    files = (("plans", "甲县-2024", "区县"), ("reference", "某省-2023", "省"), ("reference", "全国-2023", "国家"))
    for folder, name, level in files:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.txt").write_text(
            f"---\nplace: {name[:2]}\nyear: {name[-4:]}\nlevel: {level}\n---\n1.{name}的工作。{POLICY}\n", "utf-8")
    made = compare.load(tmp_path)
    assert [p.plan_id for p in made.references] == ["全国-2023", "某省-2023"] and list(made.plans["plan_id"]) == ["甲县-2024"]
    table = compare.reuse(made)
    assert list(table["plan_id"]) == ["甲县-2024"] * 2 and list(table["other_id"]) == ["全国-2023", "某省-2023"]
    assert table["is_reference"].all() and set(table["direction"]) == {"对方→本文件"}
    assert table["direction_basis"].tolist()[1] == "推测：日期先后（2023→2024），层级上下（省→区县）"


def test_a_reference_with_the_id_of_a_plan_is_refused(tmp_path):
    for folder in ("plans", "reference"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "甲县-2024.txt").write_text("1.工作。", "utf-8")
    with pytest.raises(StudyError, match=r"reference.甲县-2024.txt: has the same id '甲县-2024' as .* -> rename"):
        compare.load(tmp_path)


def test_what_an_upper_level_wrote_is_no_phrase_however_many_take_it():
    writer = Writer(5)
    texts = ["要点\n" + prose(writer, 20) + OTHER for _ in range(8)]
    counties = [plan(f"县{n:02}-2024", text, level="区县") for n, text in enumerate(texts[:7])]
    table = reuse(study([*counties, plan("某省-2024", texts[7], level="省")]))
    table = table[table["quote"].str.contains("跟岗不少于")]
    assert len(table) == 28 and set(table.loc[table["other_id"] == "某省-2024", "kind"]) == {BORROWING}
    assert set(table.loc[table["other_id"] != "某省-2024", "direction"]) == {"不能判断"}


# ---- the table

def test_rows_hold_for_any_order_of_plans_and_point_into_the_text():
    plans, _ = planted(9)
    table = reuse(study(plans))
    pd.testing.assert_frame_equal(table, reuse(study(plans[::-1])))
    texts = {p.plan_id: p.text for p in plans}
    clauses = study(plans).clauses.set_index(["plan_id", "clause_no"])
    for r in table.itertuples():
        assert r.quote == texts[r.plan_id][r.start:r.end] and r.other_quote == texts[r.other_id][r.other_start:r.other_end]
        for name, no, start in ((r.plan_id, r.clause_no, r.start), (r.other_id, r.other_clause_no, r.other_start)):
            assert clauses.loc[(name, no), "start"] <= start < clauses.loc[(name, no), "end"]
        assert 0 <= r.n_own <= r.n_chars and 0 < r.similarity <= 1


@pytest.mark.parametrize("texts", [["1.工作。"], ["1.工作。", "2.计划。"], ["首页\n"], ["1.工作。", "首页\n"]])
def test_nothing_shared_is_an_empty_table(texts):
    table = reuse(study([plan(f"甲{n}-2024", text) for n, text in enumerate(texts)]))
    assert table.empty and list(table.columns)[:3] == ["plan_id", "start", "end"]


@pytest.mark.slow
def test_a_thousand_plans_take_seconds():
    from time import process_time
    plans, copies = planted(1, n_plans=1000, n_sentences=200, n_copies=2000)
    made = study(plans)
    start = process_time()
    found = reuse(made)
    assert process_time() - start < 150
    assert scores(found[found["kind"] == BORROWING], copies)["recall"] >= 0.95
