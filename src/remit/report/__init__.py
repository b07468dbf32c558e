"""What a run leaves behind: the console report, HTML, figures and exports."""
