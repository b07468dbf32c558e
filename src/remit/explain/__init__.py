"""Why a patient was judged so: the rule text annotated with that patient's values and source cells."""
