"""What remit says about bad input: typed diagnostics, their codes and pages, and how they are printed."""
