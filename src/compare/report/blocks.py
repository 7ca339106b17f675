"""What a report is made of: headings, paragraphs, tables and pictures, before they are set in Word or HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph: ``kind`` is body, point (of a list) or note (small)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Table:
    """A table with its title; cells are text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart: png, title, the caption that says n, unit, interval and verdict, and words for who cannot see it."""

    title: str
    caption: str
    png: bytes
    alt: str


@dataclass(frozen=True)
class Failure:
    """A chart or a part of the report that a fault of the program kept out; the report says so, and goes on."""

    what: str
    error: str

    @property
    def text(self) -> str:
        return f"{self.what}没有做成：{self.error}"


Block = Heading | Text | Table | Picture | Failure
