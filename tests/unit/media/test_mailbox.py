"""Bounded hand-overs."""

import pytest

from media.mailbox import Channel, DropPolicy, LatestMailbox


def test_the_newest_value_wins_with_one_pending_notification() -> None:
    """Three puts before a take give one notification and the last value, once."""
    told: list[int] = []
    box: LatestMailbox[int] = LatestMailbox(lambda: told.append(1))
    for value in (1, 2, 3):
        box.put(value)
    assert (len(told), box.take(), box.take(), box.replaced) == (1, 3, None, 2)
    box.put(4)
    assert (len(told), box.take()) == (2, 4)


def test_clearing_forgets_the_value() -> None:
    """Nothing is left to take after a clear."""
    box: LatestMailbox[str] = LatestMailbox()
    box.put("picture")
    box.clear()
    assert box.take() is None


@pytest.mark.parametrize(("policy", "kept"), [(DropPolicy.OLDEST, [2, 3]), (DropPolicy.NEWEST, [1, 2])], ids=str)
def test_a_full_channel_drops_by_its_policy(policy: DropPolicy, kept: list[int]) -> None:
    """The third value of a channel for two costs the oldest or the newest."""
    channel: Channel[int] = Channel(2, policy)
    assert [channel.put(value) for value in (1, 2, 3)] == [True, True, False]
    assert (channel.drain(), channel.dropped, len(channel)) == (kept, 1, 0)


def test_a_channel_notifies_when_it_was_empty() -> None:
    """A reader that drains everything needs one notification a batch."""
    told: list[int] = []
    channel: Channel[int] = Channel(8, DropPolicy.OLDEST, lambda: told.append(1))
    channel.put(1)
    channel.put(2)
    channel.drain()
    channel.put(3)
    assert len(told) == 2


def test_a_channel_without_room_is_refused() -> None:
    """A bound below one is an error of the program."""
    with pytest.raises(ValueError, match="room"):
        Channel(0, DropPolicy.OLDEST)
