"""The same meaning in plain Python, one patient at a time: the second opinion on the engine."""
