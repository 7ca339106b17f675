"""Puts the project's themes, lexicon, plans and notebooks into the package as it is built; the rest stands in pyproject.toml.

They have one source, ``corpus/`` and ``notebooks/``; the package holds what stood there when it was built.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
DEFAULTS = {
    "themes": ("corpus/themes", "*.yml", "README.md"),
    "lexicon": ("corpus/lexicon", "*.txt", "*.yml"),
    "plans": ("corpus/plans", "*.txt"),
    "coding": ("corpus/coding", "*.csv", "README.md"),
    "notebooks": ("notebooks", "*.ipynb"),
}


class WithDefaults(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:  # there the package reads corpus/ itself
            for made, source in self.defaults().items():
                self.mkpath(str(Path(made).parent))
                self.copy_file(str(ROOT / source), made, preserve_mode=False)

    def defaults(self) -> dict:
        """{file of the package: its source, relative to this one}"""
        base = Path(self.build_lib) / "compare" / "defaults"
        found = {}
        for name, (folder, *patterns) in DEFAULTS.items():
            files = sorted(file for pattern in patterns for file in (ROOT / folder).glob(pattern))
            if not files:  # a wheel without them would fail at the user's, not here
                raise SystemExit(f"{ROOT / folder}: nothing in it, the package cannot be built without")
            found.update({str(base / name / file.name): file.relative_to(ROOT).as_posix() for file in files})
        return found

    def get_outputs(self, *args: object, **more: object) -> list:
        return [*super().get_outputs(*args, **more), *([] if self.editable_mode else self.defaults())]

    def get_source_files(self) -> list:  # so that they go into an sdist
        return [*super().get_source_files(), *self.defaults().values()]


setup(cmdclass={"build_py": WithDefaults})
