"""``python -m compare`` is ``plan-compare``."""

from compare.cli import main

if __name__ == "__main__":  # a process that draws charts imports this file again
    raise SystemExit(main())
