"""Documents are read in a process of their own: what hangs or falls over there is refused, and the next document is read."""

import pickle
from pathlib import Path

import pytest

from compare.errors import StudyError
from compare.reading import guard
from compare.reading.formats import read
from compare.reading.guard import Guard
from documents import BODY
from hostile import pdf_flate, pdf_form_loop, words
from made_files import html_page, mht_page, pdf, plain_docx, xlsx

GOOD = {"a.docx": plain_docx(BODY), "b.html": html_page("青溪县2024年教育工作要点", BODY).encode(),
        "c.xlsx": xlsx([["地区", "正文"], ["青溪县", BODY]]),
        "d.mht": mht_page("青溪县2024年教育工作要点", BODY), "e.pdf": pdf("Plan for 2024\nOne item follows the other in this text."),
        "f.txt": BODY.encode()}


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def test_the_same_documents_as_read_here(tmp_path):
    with Guard() as reader:
        for path in written(tmp_path, GOOD):
            assert reader.read(path) == read(path)


def test_a_crash_and_a_refusal_end_no_batch(tmp_path):
    bad = {"1.pdf": pdf_form_loop(), "2.docx": b"PK\x03\x04torn", "3.pdf": pdf_flate(words(9) + b" " * 400 * 2**20)}
    with Guard() as reader:
        for path in written(tmp_path, bad):
            with pytest.raises(StudyError) as refused:
                reader.read(path)
            assert refused.value.cure and str(path) in str(refused.value)
            assert reader.read(tmp_path / "4.docx" if (tmp_path / "4.docx").exists() else written(tmp_path, {"4.docx": GOOD["a.docx"]})[0])


def test_one_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    child = tmp_path / "late.py"
    child.write_text("import faulthandler\nfaulthandler.dump_traceback_later(0.2, exit=True)\nwhile True: pass\n", "utf-8")
    started = guard.subprocess.Popen
    monkeypatch.setattr(guard.subprocess, "Popen", lambda line, **more: started([line[0], str(child)], **more))
    with Guard() as reader, pytest.raises(StudyError, match="takes longer than 6 s"):
        reader.read(written(tmp_path, {"a.docx": GOOD["a.docx"]})[0])


def test_no_module_is_taken_from_the_folder_of_the_documents(tmp_path, monkeypatch):
    (tmp_path / "lxml.py").write_text("raise SystemExit('taken')", "utf-8")
    monkeypatch.chdir(tmp_path)
    with Guard() as reader:
        assert reader.read(written(tmp_path, {"a.docx": GOOD["a.docx"]})[0])


def test_what_comes_back_is_data(tmp_path):
    """The process has parsed a hostile file: its answer is read as JSON, never as objects."""
    assert "pickle" not in Path(guard.__file__).read_text("utf-8") and pickle
