"""Treatment-response criteria as readable rules, evaluated with bounded decisions and audited to the cell.

Clinicians write what response, remission, relapse and steroid sparing mean; remit decides for every patient
met, not met, undetermined or not applicable, and never guesses a value that was not recorded.
"""

__version__ = "0.1.0"
