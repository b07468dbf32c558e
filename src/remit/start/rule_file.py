"""The text of a first rule file: what was measured and when, and an outcome to be filled in."""

from collections.abc import Iterator, Sequence
from typing import Final

from remit.start.declarations import Declaration, Declarations
from remit.start.document import Line, aligned, plain, question, remark
from remit.start.kinds import Dates, Levels, Numbers
from remit.start.scales import rough
from remit.start.schedule import Schedule, Timepoint
from remit.start.words import label

OUTCOME: Final = "responder"
"""What the outcome is called until the user names it."""

BLANK: Final = "fill_in"
"""What stands where the user's definition belongs; nothing is called so, and `remit check` says it."""

_HEAD: Final = """
    A first rule file, proposed by `remit init`. It says what was measured and when, as far as {files} told;
    what counts as response is for you to say, further down. What follows a # is a remark. A remark that
    begins with `# ?` asks you to decide something, and is yours to delete once you have.
"""
_RANGES: Final = """
    A range is what is possible, not what is usual: a value that was not recorded may have been anything in
    it. It was set far beyond what was seen; where a scale has its own limits, write those. `lower is
    better` (or `higher is better`, `no is better`) behind a scale lets rules say `improves`.
"""
_WINDOWS: Final = """
    A timepoint has a target, a window of days, both ends included, and a rule that picks one of the visits
    in it. The targets are those of the data; the windows are usual ones: take your protocol's.
"""
_FILL_IN: Final = f"""
    put your definition in the place of `{BLANK}`, and a name of yours in that of `{OUTCOME}`. A line with
    `among` says who is judged; without it, everybody is.
"""
_CASES: Final = """
    A case is a small invented patient and the verdict that you expect of the rules; `remit test` tries it.
    Take the # away, and write patients on whom the rules are easily got wrong: exactly at a limit, or not
    examined.
"""


def rule_lines(name: str, title: str, files: str, declared: Declarations, schedule: Schedule) -> list[Line]:
    """The lines of the rule file.

    Args:
        name: The name of the rule set.
        title: Its title.
        files: The files that were looked at, in words.
        declared: What is declared.
        schedule: The timepoints.
    """
    return [
        *remark(_HEAD.format(files=files)),
        *plain(f"ruleset {name} version 0.1", f'  title "{label(title)}"', ""),
        *_facts(declared.facts),
        *_measures(declared.measures),
        *_events(declared),
        *_timepoints(schedule),
        *_outcome(declared.measures, schedule),
        *_reports(declared, schedule),
        *_case(declared.measures, schedule),
    ]


def _section(title: str) -> Line:
    return Line(f"# ---- {title} ".ljust(100, "-"))


# ---- declarations ------------------------------------------------------------------------------------


def _facts(facts: Sequence[Declaration]) -> Iterator[Line]:
    if facts:
        yield _section("facts: once a patient")
        yield from _declared("fact", facts)
        yield Line("")


def _measures(measures: Sequence[Declaration]) -> Iterator[Line]:
    if not measures:
        return
    yield _section("measures: at every visit")
    yield from remark(_RANGES)
    yield from _declared("measure", measures)
    yield Line("")


def _declared(kind: str, declared: Sequence[Declaration]) -> Iterator[Line]:
    """A line a declaration, the questions about it before it; only a measure has a better direction."""
    rows = []
    for one in declared:
        better = f", {one.scale.better} is better" if one.scale.better and kind == "measure" else ""
        rows.append(
            (f"{kind} {one.name}", f'"{one.label}"', f": {one.scale.text}{better}", f"# {_seen(one)}")
        )
    for one, text in zip(declared, aligned(rows), strict=True):
        for asked in one.scale.questions:
            yield from question(asked.topic, asked.text)
        yield Line(text)


def _seen(one: Declaration) -> str:
    return f"{one.scale.seen}, the same at every visit of a patient" if one.is_constant else one.scale.seen


def _events(declared: Declarations) -> Iterator[Line]:
    rows = [
        (f"event {name}", f'"{label(text)}"')
        for texts in declared.events.values()
        for name, text in texts.items()
    ]
    if rows:
        yield _section("events")
        yield from plain(*aligned(rows), "")


def _timepoints(schedule: Schedule) -> Iterator[Line]:
    yield _section("when")
    yield from remark(_WINDOWS)
    rows = [_timepoint(one, schedule.patients) for one in schedule.timepoints]
    yield from plain(*aligned(rows))
    if schedule.later is None:
        text = "nothing tells when the visits after the baseline were. For example:"
        yield from question("the timepoints after the baseline", text)
        yield Line('# timepoint month_6 "Month 6" : month 6, window month 5 to month 7, nearest')
    yield Line("")


def _timepoint(one: Timepoint, patients: int) -> tuple[str, ...]:
    pick = "last" if one.target.day == 0 else "nearest"
    scale = f": {one.target}, window {one.low} to {one.high}, {pick}"
    seen = "" if one.patients is None else f"# {one.patients} of {patients} patients were seen in it"
    return f"timepoint {one.name}", f'"{one.label}"', scale, seen


# ---- what counts -------------------------------------------------------------------------------------

_MOST_EXAMPLES: Final = 3
_MOST_DESCRIBED: Final = 10


def _outcome(measures: Sequence[Declaration], schedule: Schedule) -> Iterator[Line]:
    yield _section("what counts")
    examples = [example(one, schedule) for one in _likeliest(measures)]
    yield from question("what counts as response", _FILL_IN + (" For example:" if examples else ""))
    yield from plain(*(f"#     when    {one}" for one in examples))
    whom = next((f"{one.name} at baseline" for one in measures if one.scale.better == "no"), "…")
    yield from plain(f'response {OUTCOME} "Response"', f"  # among   {whom}", f"  when    {BLANK}", "")


def _likeliest(measures: Sequence[Declaration]) -> list[Declaration]:
    """The measures of which response may be said, those first whose better direction is known."""
    varied = [one for one in measures if not one.is_constant]
    return sorted(varied, key=lambda one: one.scale.better is None)[:_MOST_EXAMPLES]


def example(one: Declaration, schedule: Schedule) -> str:
    """A condition that could count as response, as it is written behind `when`."""
    later = schedule.later
    if later is None:
        return f"any visit after baseline has ({_holds(one, one.name)})"
    if isinstance(one.held, Numbers):
        verb = "rises" if one.scale.better == "higher" else "falls"
        amount = "10 percentage points" if str(one.scale.unit) == "%" else "50%"
        return f"{one.name} {verb} by at least {amount} from baseline to {later.name}"
    return _holds(one, f"{one.name} at {later.name}")


def _holds(one: Declaration, value: str) -> str:
    """A condition on a value of a measure."""
    match one.held:
        case Numbers(median=median):
            comparator = ">=" if one.scale.better == "higher" else "<="
            return f"{value} {comparator} {rough(median)} {one.scale.unit}"
        case Levels():
            return f"{value} is {one.scale.levels[0]}"
    return f"not {value}" if one.scale.better == "no" else value


# ---- what to report, and how we know that the rules are right ----------------------------------------


def _reports(declared: Declarations, schedule: Schedule) -> Iterator[Line]:
    yield _section("what to report")
    described = [one.name for one in declared.facts if not isinstance(one.held, Dates)][:_MOST_DESCRIBED]
    yield from plain(*([f"describe {', '.join(described)}"] if described else []), f"rate     {OUTCOME}")
    numbers = [one.name for one in declared.measures if isinstance(one.held, Numbers)]
    if schedule.later is not None and numbers:
        yield from remark("Choose what to compare before you see a result; take the # away in front of it:")
        span = f"from baseline to {schedule.later.name}"
        yield from plain(
            *(
                f"# compare  {name} {span} using paired t test, then wilcoxon test if p < 0.05"
                for name in numbers
            )
        )
    yield Line("")


def _case(measures: Sequence[Declaration], schedule: Schedule) -> Iterator[Line]:
    """A case to be filled in, of the measure that the first example is about."""
    likeliest = _likeliest(measures)
    if not likeliest or schedule.later is None:
        return
    one, day = likeliest[0], schedule.later.target.day
    before, after = _case_values(one)
    yield from remark(_CASES)
    yield from plain(
        '# case "a patient who responds"',
        f"#   given   {one.name} = {before} at day 0, {after} at day {day}",
        f"#   expect  {OUTCOME} is met",
    )


def _case_values(one: Declaration) -> tuple[str, str]:
    """A value at the start, and one at which the first example holds."""
    match one.held:
        case Numbers(high=high):
            more, less = (f"{rough(value)} {one.scale.unit}" for value in (high, high / 4))
            return (less, more) if one.scale.better == "higher" else (more, less)
        case Levels():
            return one.scale.levels[-1], one.scale.levels[0]
    return ("yes", "no") if one.scale.better == "no" else ("no", "yes")
