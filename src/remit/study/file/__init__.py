"""What `study.toml` says: its keys and values, their places, and what is wrong with them."""
