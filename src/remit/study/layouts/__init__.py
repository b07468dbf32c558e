"""The tables of a study by their layout: patients, visits, wide charts, results, events."""
