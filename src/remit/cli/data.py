"""`remit data STUDY`: the quality of a study's data."""

from pathlib import Path

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit
from remit.cli.streams import show


@click.command(
    short_help="Data quality: what was recorded in each window, values to look at.",
    epilog=examples("remit data examples/lenalidomide"),
)
@click.argument("study", type=click.Path(path_type=Path))
def command(study: Path) -> Exit:
    """Show how far the data of STUDY cover each timepoint, and which values look wrong; none is changed."""
    from remit.pipeline import load_together, rule_paths
    from remit.report.quality import quality_blocks
    from remit.study import describe_data, describe_doses, read_configuration, read_data

    configuration = read_configuration(study)
    declared = load_together(rule_paths(configuration)).declarations
    cohort = read_data(configuration, declared).cohort
    measures, drugs = describe_data(cohort, declared), describe_doses(cohort, declared)
    show(quality_blocks(configuration.title, cohort, measures, drugs))
    return Exit.FINE
