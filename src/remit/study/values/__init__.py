"""What the texts of cells mean: numbers, levels, dates, units, names."""
