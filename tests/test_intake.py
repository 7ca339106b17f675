"""Documents are taken into a corpus whole or not at all."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import compare
from compare.cli import main
from compare.corpus import read_plan
from compare.errors import StudyError
from compare.intake import ADDED, PRESENT, REFUSED, add
from compare.outline import outline_rows
from documents import BODY
from made_files import html_page, plain_docx

TITLE = "青溪县2024年教育工作要点"
TEXT = f"{TITLE}\n{BODY}\n"


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def files(corpus: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((corpus / "plans").glob("*"))} if (corpus / "plans").is_dir() else {}


def test_a_file_becomes_a_plan(tmp_path):
    table = add(written(tmp_path, "下载.docx", plain_docx(TEXT)), tmp_path / "c")
    [row] = table.to_dict("records")
    assert (row["result"], row["plan_id"], row["place"], row["year"], row["kind"]) == (
        ADDED,
        "青溪县-2024",
        "青溪县",
        2024,
        "工作要点",
    )
    plan = read_plan(tmp_path / "c" / "plans" / "青溪县-2024.txt")
    assert plan.text == TEXT
    assert plan.labels["source_file"] == "下载.docx" and plan.labels["retrieved_on"] is None
    assert plan.labels["read_at"]["place"] == "标题 0–3" and len(plan.labels["source_sha256"]) == 64
    assert len(compare.load(tmp_path / "c").plans) == 1


def test_a_page_keeps_its_menus_apart(tmp_path):
    add(written(tmp_path, "a.html", html_page(TITLE, BODY)), tmp_path / "c")
    study = compare.load(tmp_path / "c")
    [plan] = study.plans.to_dict("records")
    assert (plan["plan_id"], plan["issuer"], plan["doc_number"], plan["issued_on"]) == (
        "青溪县-2024",
        "青溪县教育局",
        "青教发〔2024〕12号",
        "2024-03-05",
    )
    counted = "".join(study.clauses[study.clauses["counted"]]["text"])
    assert counted == BODY.replace("\n", "")
    assert "机构职能" in "".join(study.removals[study.removals["reason"] == "navigation"]["text"])


def test_the_same_text_is_there_already_and_another_gets_a_number(tmp_path):
    corpus = tmp_path / "c"
    add(written(tmp_path, "a.txt", TEXT), corpus)
    before = files(corpus)
    assert add(written(tmp_path, "b.txt", TEXT.encode("gbk")), corpus)["result"].tolist() == [PRESENT]
    assert files(corpus) == before
    table = add(written(tmp_path, "c.txt", TEXT.replace("四期", "五期")), corpus)
    assert table["plan_id"].tolist() == ["青溪县-2024-2"] and "已有另一份文字" in table["warnings"][0]


def test_a_batch_goes_on_past_what_cannot_be_read(tmp_path, capsys):
    inbox = tmp_path / "in"
    inbox.mkdir()
    written(inbox, "1.txt", b"")
    written(inbox, "2.docx", b"PK\x03\x04torn")
    written(inbox, "3.txt", TEXT)
    written(inbox, "4.pdf", b"%PDF torn")
    written(inbox, ".hidden", b"\x00")
    assert main(["add", "--corpus", str(tmp_path / "c"), str(inbox)]) == 1
    out = capsys.readouterr().out
    assert "1 added, 0 already there, 3 refused" in out and "is empty -> save the document again" in out
    assert list(files(tmp_path / "c")) == ["青溪县-2024.txt"]


def test_a_refusal_changes_nothing(tmp_path):
    corpus = tmp_path / "c"
    add(written(tmp_path, "a.txt", TEXT), corpus)
    before = files(corpus)
    assert add(written(tmp_path, "b.docx", b"PK\x03\x04"), corpus)["result"].tolist() == [REFUSED]
    assert files(corpus) == before


@pytest.mark.parametrize(("accept", "place"), [(False, None), (True, "湖里区")])
def test_doubtful_labels_stay_empty_unless_they_are_taken(tmp_path, accept, place):
    [row] = add(written(tmp_path, "湖里区-2024.txt", TEXT.replace("青溪县", "")), tmp_path / "c", accept=accept).to_dict(
        "records"
    )
    assert row["place"] == place and bool(row["doubts"]) != accept
    asked = []
    add(
        written(tmp_path, "金凤区-2024.txt", TEXT.replace("青溪县", "")),
        tmp_path / "d",
        ask=lambda file, label, value, doubt: asked.append((label, value)) or None,
    )
    assert asked[0] == ("place", "金凤区")


def test_add_is_at_hand_in_notebooks():
    assert compare.add is add


def test_labels_given_hold(tmp_path):
    [row] = add(
        written(tmp_path, "a.txt", TEXT), tmp_path / "c", labels={"place": "云州市", "year": 2023, "kind": "工作计划"}
    ).to_dict("records")
    assert (row["plan_id"], row["kind"]) == ("云州市-2023", "工作计划")
    with pytest.raises(StudyError, match="no label 'town'"):
        add(tmp_path / "a.txt", tmp_path / "c", labels={"town": "x"})
    with pytest.raises(StudyError, match="no such file"):
        add(tmp_path / "none.txt", tmp_path / "c")


def test_a_label_that_a_plan_file_cannot_hold_is_refused(tmp_path):
    [row] = add(written(tmp_path, "a.txt", TEXT), tmp_path / "c", labels={"level": "town"}).to_dict("records")
    assert row["result"] == REFUSED and "is no level" in row["reason"] and files(tmp_path / "c") == {}


@pytest.mark.parametrize(("name", "expected"), [("a:b?.txt", "a_b"), ("CON.txt", "_CON"), ("  x  .txt", "x"), ("..txt", "plan")])
def test_names_that_every_system_takes(name, expected):
    from compare.intake import _stem
    from compare.reading.formats import Document

    assert _stem({}, Document(name, "", "txt")) == expected


def test_a_plan_file_of_another_corpus_brings_its_labels(tmp_path):
    add(written(tmp_path, "a.txt", TEXT), tmp_path / "c", labels={"place": "云州市", "source_url": "https://example.cn"})
    [row] = add(tmp_path / "c" / "plans" / "云州市-2024.txt", tmp_path / "d").to_dict("records")
    assert (row["place"], row["source_url"]) == ("云州市", "https://example.cn")
    assert read_plan(tmp_path / "d" / "plans" / "云州市-2024.txt").text == TEXT


@given(
    data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode),
    ending=st.sampled_from([".txt", ".md", ".html", ".docx", ".csv", ""]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_whatever_crash_add(tmp_path, data, ending):
    corpus = tmp_path / "c"
    for old in (corpus / "plans").glob("*") if corpus.exists() else ():
        old.unlink()
    table = add(written(tmp_path, "x" + ending, data), corpus)
    assert set(table["result"]) <= {ADDED, REFUSED, PRESENT}
    for path in (corpus / "plans").glob("*.txt"):
        plan = read_plan(path)
        rows, _ = outline_rows(plan)
        assert "".join(plan.text[row[5]:row[6]] for row in rows) == plan.text
