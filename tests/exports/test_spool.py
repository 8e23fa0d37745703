"""Rows between two passes: all of them, in order, and unreadable to anyone else."""

import os

from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.exports.spool import BLOCK, Spool

lines = st.lists(st.binary(max_size=200).map(lambda data: data.replace(b"\n", b"")), max_size=50)


@given(lines)
def test_it_gives_every_line_in_order_as_often_as_asked(given_lines):
    spool = Spool()
    for line in given_lines:
        spool.add(line)
    assert list(spool) == list(spool) == given_lines
    assert spool.lines == len(given_lines)
    spool.close()


@given(lines)
def test_it_gives_the_same_lines_in_blocks(given_lines):
    spool = Spool()
    spool.extend(given_lines)
    assert [line for block in spool.blocks() for line in block.split(b"\n")] == given_lines
    spool.close()


def test_it_crosses_the_borders_of_its_blocks():
    spool = Spool()
    given_lines = [os.urandom(700).hex().encode() for _ in range(BLOCK // 300)]
    for line in given_lines:
        spool.add(line)
    assert list(spool) == given_lines
    spool.close()


def test_it_lets_two_readers_walk_side_by_side_while_a_third_line_comes():
    spool = Spool()
    for number in range(20_000):
        spool.add(b"%d" % number)
    pairs = zip(spool, spool, strict=True)
    assert next(pairs) == (b"0", b"0")
    assert all(left == right for left, right in pairs)
    spool.add(b"last")
    assert list(spool)[-1] == b"last"
    spool.close()


def test_it_keeps_nothing_readable_on_disk_and_no_name():
    spool = Spool()
    spool.add(b"alma@example.org " * BLOCK)
    assert not os.path.exists(str(spool._file.name))
    spool._file.seek(0)
    assert b"alma" not in spool._file.read()
    spool.close()
