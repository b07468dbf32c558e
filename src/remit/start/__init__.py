"""The first hour with one's own data: from spreadsheets to a proposed study file and a first rule file.

`propose` reads files and guesses; every guess is written down as one, and what cannot be told is asked for in
the files themselves, on lines that begin with `# ?`.
"""

from remit.start.proposal import Proposal, propose

__all__ = ["Proposal", "propose"]
