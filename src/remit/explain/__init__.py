"""Why a patient was judged so: the rule text annotated with that patient's values and source cells."""

from remit.explain.annotate import Explanation, explain
from remit.explain.evaluable import Evaluable, decided_by, evaluable
from remit.explain.export import as_json, to_json
from remit.explain.inputs import Input, inputs_of, open_inputs
from remit.explain.render import render
from remit.explain.settle import Effect, what_would_change, what_would_settle

__all__ = [
    "Effect",
    "Evaluable",
    "Explanation",
    "Input",
    "as_json",
    "decided_by",
    "evaluable",
    "explain",
    "inputs_of",
    "open_inputs",
    "render",
    "to_json",
    "what_would_change",
    "what_would_settle",
]
