"""What is computed unit by unit (a file, a document), kept in parts on disk.

A part holds the tables of some units, under a key for each of all that it rests on. What was added
or changed is computed alone, into a part of its own, and what was stopped goes on from the parts
that are whole. Which units lie together changes nothing: tables are put together in the order in
which the units are asked for.
"""

import os
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from policy_emphasis import cache, fanout, paths
from policy_emphasis.paths import ProjectError

SIZE = 4_000_000  # bytes of the texts whose tables are one part, and are in memory at once


@dataclass(frozen=True)
class Parts:
    """unit: the column of the tables that names the units; keys: unit → of all that it rests on;
    folders: unit → where it is kept."""

    unit: str
    keys: dict
    folders: dict

    def table(self, name):
        """One of the kept tables, of all units in their order."""
        # A table without rows says nothing of its types: it is left out where another has some.
        tables = [table[own] for _, table, own in self._each(name)]
        found = pd.concat([table for table in tables if len(table)] or tables[:1])
        return ordered(found, self.unit, self.folders)

    def arrays(self, name, beside):
        """A kept sparse array part by part, of these units alone: each with the table that says
        what its rows are, and what else lies `beside` it."""
        for folder, table, own in self._each(beside[0]):
            array, *others = (cache.load(folder, other) for other in (name, *beside[1:]))
            if not own.all():
                array, table = array[own], table[own]
            yield array, table, *others

    def only(self, units):
        """The parts of some units, in this order."""
        keys, folders = ({unit: each[unit] for unit in units} for each in (self.keys, self.folders))
        return Parts(self.unit, keys, folders)

    def _each(self, name):
        """Each part's folder and table, and the mask of its rows that are of these units."""
        units = {}
        for unit, folder in self.folders.items():
            units.setdefault(folder, []).append(unit)
        for folder, own in units.items():
            table = cache.load(folder, name)
            yield folder, table, table[self.unit].isin(own).to_numpy()


def ordered(table, column, names):
    """The rows of a table whose column holds one of these names, in the order of the names."""
    codes, found = pd.factorize(table[column])
    rank = np.append(pd.Index(names).get_indexer(found), -1)[codes]
    order = np.argsort(rank, kind="stable")[np.count_nonzero(rank < 0) :]
    as_it_is = len(order) == len(table) and (order[1:] > order[:-1]).all()
    return (table if as_it_is else table.iloc[order]).reset_index(drop=True)


def keep(kind, keys, compute, *, unit, sizes, label):
    """The Parts of units, computed where they are not kept yet, so that each part is whole or not
    there.

    kind: the name of the parts, with the key of the code; keys: unit → of all else it rests on, in
    order; compute(units): name → table with a column `unit` (or sparse array) of some of them;
    sizes: unit → bytes; label: of the progress. Raises ProjectError as cache.kept does.
    """
    held = _held(kind)
    missing = [name for name in keys if keys[name] not in held]
    batches = [{name: keys[name] for name in batch} for batch in _batches(missing, sizes)]
    sized = [(len(batch), sum(sizes[name] for name in batch)) for batch in batches]
    fanout.each(partial(_made, kind, compute), batches, label=label, sizes=sized)
    held |= _held(kind) if batches else {}
    if not held.keys() >= set(keys.values()):
        who = os.environ.get(fanout.CLUSTER) or "this machine"
        fault = f"data/processed: what the workers of {who} keep is not here"
        raise ProjectError(f"{fault}; start them from this very folder, which they share")
    return Parts(unit, keys, {name: held[key] for name, key in keys.items()})


def _made(kind, compute, batch):
    units = pd.DataFrame(batch.items(), columns=["unit", "key"])
    name = f"{kind}-{cache.digest(*batch.values())}"
    cache.kept(name, lambda: {"units": units, **compute([*batch])})


def _held(kind):
    """key → the folder of the part that holds it."""
    folders = sorted(paths.PROCESSED.glob(f"{kind}-*"))
    return {key: folder for folder in folders for key in cache.load(folder, "units")["key"]}


def _batches(units, sizes):
    """The units, in order, some together up to SIZE."""
    batch, size = [], 0
    for unit in units:
        if batch and size + sizes[unit] > SIZE:
            yield batch
            batch, size = [], 0
        batch.append(unit)
        size += sizes[unit]
    if batch:
        yield batch
