"""A mistake in a notebook takes one line; the whole traceback comes where it is asked for."""

import pytest

from compare.errors import StudyError

CELL = "from compare.errors import StudyError\nraise StudyError('甲县-2024.txt, line 3', 'year: 二〇二四', 'write 2024')"
LINE = "甲县-2024.txt, line 3: year: 二〇二四 -> write 2024"


@pytest.fixture(autouse=True)
def plain(shell):
    shell.run_line_magic("colors", "nocolor")


def shown(shell, capsys, cell):
    capsys.readouterr()
    shell.run_cell(cell)
    return capsys.readouterr().out


def test_str_is_one_line():
    assert str(StudyError("甲县-2024.txt, line 3", "year:\n 二〇二四", "write 2024")) == LINE


def test_a_notebook_shows_one_line(shell, capsys):
    text = shown(shell, capsys, CELL)
    assert LINE in text and "Traceback" not in text and len(text.strip().splitlines()) == 2


@pytest.mark.parametrize("mode", ["Verbose", "Plain"])
def test_the_whole_traceback_is_there_on_demand(shell, capsys, mode):
    shown(shell, capsys, CELL)
    text = shown(shell, capsys, f"%tb {mode}")
    assert "Traceback" in text and "raise StudyError(" in text and LINE in text
    assert "Traceback" not in shown(shell, capsys, CELL), "the mode was for once"


def test_a_fault_of_the_program_keeps_its_traceback(shell, capsys):
    assert "Traceback" in shown(shell, capsys, "assert 1 == 2")
