"""How well facts were found, measured against documents that people annotated."""

from kg.evaluation.baseline import co_occurrence
from kg.evaluation.report import Report, evaluate
from kg.evaluation.score import LEVELS, by_document

__all__ = ["LEVELS", "Report", "by_document", "co_occurrence", "evaluate"]
