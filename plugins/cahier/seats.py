"""Who finds no seat, when some may sit in several courses and a course has room for so many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """A course: how many it seats, and which groups of people it is open to."""

    seats: int
    open_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Some of a group leave a course, or come from nowhere, and take seats in another."""

    group: str
    leaves: int | None
    takes: int


def crowded_out(people: Mapping[str, int], courses: Sequence[Course]) -> list[set[str]]:
    """Return the sets of groups that the courses open to them cannot all seat.

    Whoever can be seated is, moving others to a course with room left. Those who remain, with all
    who sit in the courses they might take, make a set: together they are too many.
    """
    room = _Room(people, courses)
    crowded: list[set[str]] = []
    for group, count in people.items():
        rivals = room.seat(group, count)
        if rivals:
            apart = [others for others in crowded if others.isdisjoint(rivals)]
            joined = [others for others in crowded if not others.isdisjoint(rivals)]
            crowded = [*apart, rivals.union(*joined)]
    return crowded


class _Room:
    """The courses while people take their seats (a maximum flow, by augmenting paths)."""

    def __init__(self, people: Mapping[str, int], courses: Sequence[Course]) -> None:
        self._free = [course.seats for course in courses]
        self._seated: list[Counter[str]] = [Counter() for _ in courses]
        self._open: dict[str, list[int]] = {group: [] for group in people}
        for index, course in enumerate(courses):
            for group in self._open.keys() & {*course.open_to}:
                self._open[group].append(index)

    def seat(self, group: str, count: int) -> set[str]:
        """Seat *count* people; return all who hold the seats that lack, *group* among them."""
        for course in self._open[group]:
            count -= self._sit([Move(group, None, course)], count)
        while count:
            moves, asked = self._way(group)
            if not moves:
                return set(asked)
            count -= self._sit(moves, count)
        return set()

    def _sit(self, moves: list[Move], count: int) -> int:
        """Make as many of *count* people take the *moves* as can; return how many."""
        held = [self._seated[m.leaves][m.group] for m in moves if m.leaves is not None]
        able = min(count, self._free[moves[0].takes], *held)
        self._free[moves[0].takes] -= able
        for move in moves:
            self._seated[move.takes][move.group] += able
            if move.leaves is not None:
                self._seated[move.leaves][move.group] -= able
        return able

    def _way(self, group: str) -> tuple[list[Move], list[str]]:
        """Return the moves, last first, that give *group* a seat, and the groups asked to move."""
        leaves: dict[str, int | None] = {group: None}
        taken: dict[int, Move] = {}
        asked = [group]
        for who in asked:
            for course in self._open[who]:
                if course in taken:
                    continue
                taken[course] = Move(who, leaves[who], course)
                if self._free[course]:
                    return _back(taken, course), asked
                sitting = [g for g, n in self._seated[course].items() if n and g not in leaves]
                leaves |= dict.fromkeys(sitting, course)
                asked += sitting
        return [], asked


def _back(taken: Mapping[int, Move], course: int | None) -> list[Move]:
    moves: list[Move] = []
    while course is not None:
        moves.append(taken[course])
        course = taken[course].leaves
    return moves
