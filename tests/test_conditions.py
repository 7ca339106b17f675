"""Near, sequence and exclusions, as a plain search finds them; what they do in themes stands in test_match.py."""

from hypothesis import given
from hypothesis import strategies as st

from compare.themes import conditions


def plain_near(groups, within):
    """What near means, in so many words: of each group the span next to the anchor, the first of two as near."""
    for anchor in groups[0]:
        chosen = [anchor]
        for group in groups[1:]:
            apart = [(max(s - anchor[1], anchor[0] - e), s, e) for s, e in group if e <= anchor[0] or anchor[1] <= s]
            if not apart or within is not None and min(apart)[0] > within:
                break
            chosen.append(min(apart)[1:])
        else:
            yield min(s for s, _ in chosen), max(e for _, e in chosen)


def plain_sequence(groups, gap):
    """What sequence means: from each span of the first group the shortest way through one span of each other."""
    for first in groups[0]:
        ends = {first[1]}
        for group in groups[1:]:
            ends = {e for s, e in group if any(0 <= s - end <= gap for end in ends)}
        if ends:
            yield first[0], min(ends)


SPANS = st.sets(st.tuples(st.integers(0, 25), st.integers(1, 4)).map(lambda s: (s[0], s[0] + s[1])), max_size=7).map(sorted)


@given(st.lists(SPANS, min_size=2, max_size=4), st.one_of(st.none(), st.integers(0, 9)), SPANS)
def test_near_sequence_and_exclusions_agree_with_a_plain_search(groups, gap, barred):
    assert conditions._near(groups, gap) == list(plain_near(groups, gap))
    assert conditions._sequence(groups, gap or 0) == list(plain_sequence(groups, gap or 0))
    assert conditions._free(groups[0], barred) == [
        (a, b) for a, b in groups[0] if not any(s < b and a < e and not (a <= s and e <= b and e - s < b - a) for s, e in barred)]
