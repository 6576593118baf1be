"""Where the graph is kept and asked: an embedded Oxigraph, rdflib in memory, or a remote SPARQL 1.1 service."""

from __future__ import annotations

from pathlib import Path

from kg.sparql import NO_BINDINGS, Bindings, Rows, Store, Term, with_bindings
from kg.store.memory import RdflibStore
from kg.store.oxigraph import OxigraphStore
from kg.store.remote import RemoteStore, Service

__all__ = [
    "NO_BINDINGS",
    "Bindings",
    "OxigraphStore",
    "RdflibStore",
    "RemoteStore",
    "Rows",
    "Service",
    "Store",
    "Term",
    "open_store",
    "with_bindings",
]


def open_store(where: str | Path) -> Store:
    """The store at an address: a directory, or the `http(s)` address of a service's query operation.

    Raises:
        StoreError: the directory holds something else than a store.
    """
    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return RemoteStore(Service(where))
    return OxigraphStore(Path(where))
