"""What the page on the peer's results says, and why each cell that differs from the peer's differs."""

HEAD = """\
# What a peer computed from the same data

admiralonco (version 1.4.0, of the pharmaverse, in R) derives the responses of cancer trials from the
response of each assessment. Its vignettes were run on its simulated patients, and rule files of this
library on the same inputs, by the program itself: a row an assessment, partial dates as the last day of
their month, as the peer takes them. Below is every parameter that both compute, for every patient with an
assessment, with the day of a response or progression as a cell of its own. A test compares them cell by
cell; a cell that differs must be listed, with the reason.

A patient without any assessment is undetermined here, MISSING or N there, and left out. RECIST 1.1 is
confirmed after 21 days in the peer's vignette, so `confirm_after` is 21 days in that comparison. Left out
is the peer's parameter CBCP, which is N for everyone although 01-701-1118 has a confirmed partial
response; and what is no response: death, last assessment, measurable disease at baseline. The peer has no
lesion sums, M-protein or CA-125 values: the files that derive a time point from these (`recist_1_1_2009`,
`irecist_2017`, `imwg_2016`, `gcig_ca125_2011`) rest on their cases alone.

The peer is one reading of the criteria, not their source: agreement is an outside check, and neither side
was corrected to the other.

| standard | rule file | patients | cells compared | cells different |
|---|---|---|---|---|"""

# By which rule of the source, or which convention of the peer's, a cell differs.
REASONS = {
    "cut": (
        "The last response (or progression) has no later evaluable assessment. The criteria want it "
        "confirmed, and nothing has refuted it: remit leaves it open and prints what it may be. The "
        "peer closes the data at the cut, where an unconfirmed response is the next lower level; its "
        "value is always among those left open."
    ),
    "therapy": (
        "Progression seen in the laboratory on day 124, a new treatment on day 125, progression again "
        "on day 168. The working group wants two consecutive assessments before any new treatment; "
        "the peer lets the second come after it."
    ),
    "carried": (
        "A partial response on day 40 and an assessment that could not be evaluated on day 60. "
        "Benefit needs an evaluable assessment on day 42 or later, or a confirmed response, which may "
        "yet come; the peer carries stable disease into the assessment that could not be evaluated, "
        "and counts that."
    ),
    "after": (
        "The only assessment came the day after a new treatment began. The peer leaves the patient "
        "without a best response (MISSING), remit calls the response not evaluable (NE)."
    ),
    "evaluable": (
        "CA-125 was below twice the upper limit before treatment: GCIG does not judge such a patient. "
        "The peer writes MISSING, as for a patient without assessments; remit says not judged."
    ),
}

EXPLAINED: dict[tuple[str, str, str], str] = {
    ("RECIST 1.1", "CBOR", "01-701-1015"): "cut",
    ("RECIST 1.1", "CBOR", "01-701-1115"): "cut",
    ("iRECIST", "ICBOR", "01-701-1211"): "cut",
    ("iRECIST", "ICBOR", "01-701-1239"): "cut",
    ("iRECIST", "ICBOR", "01-701-1275"): "cut",
    ("iRECIST", "ICBOR", "01-703-1086"): "cut",
    ("iRECIST", "ICBOR", "01-703-1119"): "cut",
    ("iRECIST", "ICCB", "01-703-1086"): "cut",
    ("IMWG", "CBOR", "01-701-1034"): "cut",
    ("IMWG", "CBOR", "01-701-1097"): "after",
    ("IMWG", "CBOR", "01-701-1146"): "cut",
    ("IMWG", "CBOR", "01-701-1239"): "cut",
    ("IMWG", "CBOR", "01-701-1275"): "cut",
    ("IMWG", "CBOR", "01-701-1345"): "cut",
    ("IMWG", "CBOR", "01-701-1363"): "cut",
    ("IMWG", "CBOR", "01-702-1082"): "cut",
    ("IMWG", "CBOR", "01-703-1076"): "cut",
    ("IMWG", "COVR, day 126", "01-701-1034"): "cut",
    ("IMWG", "COVR, day 41", "01-701-1146"): "cut",
    ("IMWG", "COVR, day 167", "01-701-1239"): "cut",
    ("IMWG", "COVR, day 85", "01-701-1275"): "cut",
    ("IMWG", "COVR, day 124", "01-701-1287"): "therapy",
    ("IMWG", "COVR, day 168", "01-701-1287"): "therapy",
    ("IMWG", "COVR, day 161", "01-701-1345"): "cut",
    ("IMWG", "COVR, day 83", "01-701-1363"): "cut",
    ("IMWG", "COVR, day 114", "01-702-1082"): "cut",
    ("IMWG", "COVR, day 40", "01-703-1076"): "cut",
    ("IMWG", "COVR, day 60", "01-703-1076"): "cut",
    ("IMWG", "PD", "01-701-1287"): "therapy",
    ("IMWG", "CB", "01-703-1076"): "carried",
    ("CA-125", "CBORCA", "01-701-1028"): "evaluable",
    ("CA-125", "BORCA11", "01-701-1028"): "evaluable",
}
