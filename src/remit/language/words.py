"""The words of the language."""

_WORDS = """
    after among and any at before between by change day days else end every exactly falls fall first
    following from has highest in is it last later least lowest mean month more most no not now of onset or
    percent previous rise rises so than the to total unless until week when with within year yes zero
"""
RESERVED = frozenset(_WORDS.split())
"""Words that cannot be names: they stand where names stand, and would be read as themselves."""
