"""Results to networkx to one offline HTML page, and to still pictures."""

from kg.view.narrow import Selection, narrow
from kg.view.network import DocumentData, EdgeData, FigureData, Network, NodeData, StatementData, to_networkx
from kg.view.notebook import Inline
from kg.view.page import render
from kg.view.source import network_from_store
from kg.view.still import still_png, still_svg

__all__ = [
    "DocumentData",
    "EdgeData",
    "FigureData",
    "Inline",
    "Network",
    "NodeData",
    "Selection",
    "StatementData",
    "narrow",
    "network_from_store",
    "render",
    "still_png",
    "still_svg",
    "to_networkx",
]
