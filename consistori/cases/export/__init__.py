"""The whole case, taken away [emportar-se l'expedient]: as any administration reads it, and any person
opens it.
"""

from consistori.cases.export.asking import ask_for_export
from consistori.cases.export.packing import write_package
from consistori.cases.export.planning import ExportPlan, plan_export

__all__ = ["ExportPlan", "ask_for_export", "plan_export", "write_package"]
