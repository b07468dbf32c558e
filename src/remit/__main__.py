"""`python -m remit`: the command line, where the command itself is not on the path."""

from remit.cli import main

main()
