"""``python -m compare`` is ``plan-compare``."""

from compare.cli import main

raise SystemExit(main())
