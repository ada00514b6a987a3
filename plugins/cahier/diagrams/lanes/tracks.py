"""Arrows that run side by side in a gutter or a lane, each on a track of its own."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cahier.diagrams.lanes.routes import Route

_TRACK = 8.0
_Track = list[Route]


def offsets(routes: Sequence[Route]) -> dict[Route, float]:
    """Return how far from the middle of its column each route has its vertical."""
    return {
        route: (place - (len(tracks) - 1) / 2) * _TRACK
        for bundle in _bundles(routes)
        for tracks in [_untangled(_tracks(bundle))]
        for place, track in enumerate(tracks)
        for route in track
    }


def _bundles(routes: Sequence[Route]) -> Iterator[list[Route]]:
    """Yield the routes of a column that have rows in common, those of the next apart."""
    columns: dict[int, list[Route]] = defaultdict(list)
    for route in sorted(routes, key=lambda r: (r.rows, r.index)):
        columns[route.turn].append(route)
    for column in columns.values():
        bundle: list[Route] = []
        for route in column:
            if bundle and not _shares(route, bundle):
                yield bundle
                bundle = []
            bundle.append(route)
        yield bundle


def _tracks(bundle: Sequence[Route]) -> list[_Track]:
    """Return the routes in as few tracks as the short ones, served first, allow."""
    tracks: list[_Track] = []
    for route in sorted(bundle, key=lambda r: (r.rows[1] - r.rows[0], r.index)):
        track = next((each for each in tracks if not _shares(route, each)), None)
        if track is None:
            tracks.append(track := [])
        track.append(route)
    return tracks


def _shares(route: Route, track: _Track) -> bool:
    """Tell whether rows are shared; at a row where one ends and one begins, ports are apart."""
    low, high = route.rows
    return any(
        other.rows == route.rows or (low < other.rows[1] and other.rows[0] < high)
        for other in track
    )


def _untangled(tracks: list[_Track]) -> list[_Track]:
    """Swap neighbours while it saves crossings."""
    for _ in tracks:
        for left in range(len(tracks) - 1):
            one, other = tracks[left : left + 2]
            if _tangle(other, one) < _tangle(one, other):
                tracks[left : left + 2] = [other, one]
    return tracks


def _tangle(left: _Track, right: _Track) -> int:
    """Count the crossings of two tracks that stand in this order."""
    return sum(
        _reaches(one, other, True) + _reaches(other, one, False) for one in left for other in right
    )


def _reaches(route: Route, other: Route, rightwards: bool) -> int:
    """Count the ends of a route that go this way through the other's vertical."""
    low, high = other.rows
    return sum(
        low < end.row < high and (end.column > route.turn) == rightwards
        for end in (route.source, route.target)
    )
