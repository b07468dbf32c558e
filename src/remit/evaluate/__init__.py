"""The engine: a checked rule file and a block of patients in, bounded verdicts and their trace out."""
