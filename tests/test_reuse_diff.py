import pytest

from compare.errors import StudyError
from compare.measures.reuse import reuse
from compare.measures.reuse_diff import reuse_diff
from planted import plan, planted, study


def test_differences_are_marked():
    made = study([plan("甲县-2023", "1.每学期组织两次视力监测并把结果告知家长,由校医制定干预方案。"),
                  plan("乙县-2024", "1.每学期组织三次视力监测并把结果及时告知家长,由校医干预方案。")])
    rows = reuse_diff(made, reuse(made).iloc[0])
    assert list(rows[["op", "other_quote", "quote"]].itertuples(index=False, name=None)) == [
        ("equal", "1.每学期组织", "1.每学期组织"), ("replace", "两", "三"), ("equal", "次视力监测并把结果", "次视力监测并把结果"),
        ("insert", "", "及时"), ("equal", "告知家长,由校医", "告知家长,由校医"), ("delete", "制定", ""),
        ("equal", "干预方案。", "干预方案。")]


def test_segments_tile_both_passages():
    plans, _ = planted(4)
    made = study(plans)
    texts = {p.plan_id: p.text for p in plans}
    for _, passage in reuse(made).head(60).iterrows():
        rows = reuse_diff(made, passage)
        assert "".join(rows["quote"]) == passage["quote"] and "".join(rows["other_quote"]) == passage["other_quote"]
        for r in rows.itertuples():
            assert texts[passage["plan_id"]].startswith(r.quote, r.start)
            assert texts[passage["other_id"]].startswith(r.other_quote, r.other_start)
            assert (r.op == "equal") == (r.quote == r.other_quote)


def test_a_row_of_another_study_is_refused():
    plans, _ = planted(4)
    passage = reuse(study(plans)).iloc[0]
    with pytest.raises(StudyError, match="reuse_diff: no plan .* in this study -> use a row of this study"):
        reuse_diff(study([plan("甲县-2023", "1.工作。")]), passage)
    with pytest.raises(StudyError, match="the row has no 'other_end' -> give a row"):
        reuse_diff(study(plans), passage.drop("other_end"))
