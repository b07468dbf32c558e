"""What a rule file says: its syntax as read, and its declarations and expressions as checked."""
