"""Which clauses are to be read, and who said what."""

from __future__ import annotations

from compare.measures.disagreements import disagreements
from handcoding import coded_study, put


def test_each_kind_with_who_said_what(tmp_path):
    made = coded_study(tmp_path, {"甲-2024": [2] * 3}, {"甲-2024": [1, 1, 0, 0, 0, 1]})
    put(made, "张三", {"甲-2024": [1, 0, 1, 0, 1, 1]})
    put(made, "李四", {"甲-2024": [1, 0, -1, 0, 0, 0]})
    table = disagreements(made)
    assert [(row.clause_no, row.kind, row.coders, row.rules, row.evidence) for row in table.itertuples()] == [
        (2, "规则多编", "张三 0；李四 0", 1, "安全"),
        (3, "规则漏编", "张三 1", 0, ""),
        (5, "编码者不一", "张三 1；李四 0", 0, ""),
        (6, "编码者不一", "张三 1；李四 0", 1, "安全")]
    assert table["text"].str.len().gt(0).all() and (table["rule"] == ["any", "", "", "any"]).all()


def test_a_settlement_against_the_rules_is_listed_as_theirs(tmp_path):
    made = coded_study(tmp_path, {"甲-2024": [2]}, {"甲-2024": [1, 0]})
    put(made, "张三", {"甲-2024": [1, 0]})
    put(made, "李四", {"甲-2024": [0, 0]})
    put(made, "裁定", {"甲-2024": [0, -1]})
    row = disagreements(made).iloc[0]
    assert (row["kind"], row["coders"]) == ("规则多编", "张三 1；李四 0；裁定 0")


def test_nothing_to_read(tmp_path):
    made = coded_study(tmp_path, {"甲-2024": [2]}, {"甲-2024": [1, 0]})
    assert disagreements(made).empty
    put(made, "手", {"甲-2024": [1, 0]})
    assert disagreements(made).empty


def test_as_many_as_the_figures_say(study):
    from compare.measures.reliability import reliability
    table = disagreements(study).groupby(["theme", "kind"]).size()
    for row in reliability(study).itertuples():
        missed = row.n_coded - round(row.recall * row.n_coded)
        assert table.get((row.theme, "规则漏编"), 0) == missed
        assert table.get((row.theme, "规则多编"), 0) == row.n_found - (row.n_coded - missed)
