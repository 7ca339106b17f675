"""What word lists keep out, and why; nothing is kept out without a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import compare
from compare.measures.excluded import excluded
from compare.names import OFFICE, OWN, PERSON, counted_clauses, own_names
from compare.tokens import read_lexicon
from compare.wordlist import NUMBER, PLACE, REASONS, REMARK, SINGLE, STOP, _general, _of_all, words
from studies import CORPUS, study_of

LEXICON = read_lexicon(CORPUS / "lexicon")
PLAN = """---
place: 青山县
province: 湖南省
year: 2024
issuer: 青山县教育局
---
一、加强党的建设
1.青山县推进课后服务,王小明同志到青山一中调研。
责任领导:王小明 李 红
责任单位:基教室 人事室 各中小学、幼儿园
2.首先办好幼儿园,基教室牵头,株洲市支持3所,责任单位:体卫科、各幼儿园。
"""


def why(study):
    return dict(zip(words(study)["token"], words(study)["why"], strict=True))


def test_reasons(tmp_path):
    reasons = why(study_of(tmp_path, 青山县_2024=PLAN))
    expected = {"课后服务": "", "推进": STOP, "首先": STOP, "3": NUMBER, "株洲市": PLACE, "王小明": PERSON, "青山": OWN,
                "体卫科": REMARK, "调研": ""}
    assert {word: reasons.get(word, "absent") for word in expected} == expected


def test_a_name_is_found_where_the_segmenter_cuts_through_it(tmp_path):
    table = words(study_of(tmp_path, 青山县_2024=PLAN)).reset_index(drop=True)
    at = table.index[table["token"] == "教室"][0]
    assert list(table.loc[at - 1:at, "token"]) == ["基", "教室"] and table.loc[at, "why"] == OFFICE


def test_kinds_of_schools_are_subject_matter_though_they_answer_for_items(tmp_path):
    table = words(study_of(tmp_path, 青山县_2024=PLAN))
    assert list(table["why"][table["token"] == "幼儿园"]) == ["", REMARK]


def test_districts_of_a_city_are_kept_out_of_its_own_lists_as_whole_words(tmp_path):
    text = "1.光明和龙华两地兴办学校。\n2.校园阳光明媚。\n"
    study = study_of(tmp_path, 深圳_2024=text, 甲县_2024=text)
    own, other = (dict(zip(t["token"], t["why"], strict=True)) for _, t in words(study).groupby("plan_id", sort=False))
    assert own["光明"] == OWN and other["光明"] == ""
    assert {token for token, why in own.items() if why != other[token]} <= {"光明", "龙华"}


def test_one_plans_names_are_another_plans_words(tmp_path):
    other = "一、加强管理\n1.青山绿水。人事室改造。\n"
    table = words(study_of(tmp_path, 青山县_2024=PLAN, 乙县_2024=other))
    mine = table[table["plan_id"] == "乙县-2024"].set_index("token")["why"]
    assert mine["青山绿水" if "青山绿水" in mine.index else "青山"] == ""


@pytest.mark.parametrize("word", ["五大", "十大", "一是", "第一", "首先", "2024", "15%", "3-5", "三个", "十四五", "X"])
def test_ordinals_and_numbers_are_listed_nowhere(tmp_path, word):
    reasons = why(study_of(tmp_path, 甲县_2024=f"一、总体要求\n1.课堂教学,{word},课堂教学。\n"))
    assert reasons["课堂教学"] == ""
    assert all(reasons[token] for token in reasons if token in word)


def test_lists_of_the_shipped_plans_hold_no_name_no_office_no_filler():
    study = compare.load(CORPUS)
    listed = words(study).query("why == ''")
    for plan, names in own_names(study, counted_clauses(study)).items():
        shown = set(listed["token"][listed["plan_id"] == plan])
        assert not {n for n in names if len(n) > 1} & shown
    assert not set(listed["token"]) & {"教育", "工作", "推进", "加强", "落实", "一是", "首先", "习近平", "扫一扫"}


def test_every_word_is_listed_or_excluded():
    study = compare.load(CORPUS)
    table, out = words(study), excluded(study)
    assert len(table) == len(study.tokens)
    assert out["n"].sum() == (table["why"] != "").sum()
    assert set(out["reason"]) <= {STOP, NUMBER, SINGLE, PLACE, OWN, PERSON, OFFICE, REMARK}


@given(st.lists(st.one_of(st.text("第一二十五大县费全的3.aＺ９年个安校￥", min_size=1, max_size=4),
                          st.sampled_from(["株洲", "费县", "全县", "课后服务", "教育", "二十大", "5G"])), max_size=12))
def test_words_judged_together_are_judged_as_one_by_one(tokens):
    terms = frozenset(LEXICON.terms)
    plainly = [STOP if token in LEXICON.stopwords else "" if token in terms else _general(token) for token in tokens]
    assert [REASONS[n] for n in _of_all(tokens, LEXICON.stopwords, terms)] == plainly
