"""The words of the language."""

_WORDS = """
    adjust after agree all allowing among and any applicable at before by case change cite classify
    compare confirmed counts day days define describe earlier else end event every exactly expect fact
    fall falls first follow followed following from given has highest improve improves in is it last
    later least lowest mean measure met missing month months more most no not note now of one onset or
    otherwise outcome parameter percent previous rate recorded relapse remission response rise rises
    ruleset safety scale score set state sustained than then time timepoint title to total undetermined
    unless until unverified use using usual visit visits week weeks when window with within worsen
    worsens year years yes zero
"""
RESERVED = frozenset(_WORDS.split())
"""Words of the language, which cannot be names."""
