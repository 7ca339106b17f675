"""The collector of cyclic garbage rests for a while, and is left as it was found."""

import gc

import pytest

from compare.garbage import uncollected


@pytest.mark.parametrize("working", [True, False])
def test_the_collector_is_left_as_it_was_found(working):
    before = gc.isenabled()
    try:
        (gc.enable if working else gc.disable)()
        with pytest.raises(ValueError), uncollected():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() == working
    finally:
        (gc.enable if before else gc.disable)()
