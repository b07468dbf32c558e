"""What operators mean: one record each, with bounds over arrays and in plain Python."""
