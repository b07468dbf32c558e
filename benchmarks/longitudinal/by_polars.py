"""The fourteen columns in Polars, as someone who knows it writes them: expressions over visits."""

from pathlib import Path

import polars as pl
import pyarrow as pa

_LAST, _FIRST = pl.col("day").is_between(-28, 0), pl.col("day").is_between(334, 394)
_DISTANCE = (pl.col("day") - 363.75).abs()


def _at_start(name: str) -> pl.Expr:
    return pl.col(name).filter(_LAST & pl.col(name).is_not_null()).last()


def _at_end(name: str) -> pl.Expr:
    there = _FIRST & pl.col(name).is_not_null()
    return pl.col(name).filter(there).get(_DISTANCE.filter(there).arg_min(), null_on_oob=True)


def _improved(name: str) -> pl.Expr:
    before, after = pl.col(f"{name}_0"), pl.col(f"{name}_52")
    return ((after <= 0.5 * before) & (before > 0)).fill_null(False).cast(pl.Int8)


def fourteen_columns(path: Path) -> pa.Table:
    """The columns, a row a patient."""
    visits = (
        pl.scan_parquet(path)
        .with_columns(
            low=(pl.col("activity") <= 6) & (pl.col("prednisone") <= 7.5),
            flare=pl.col("activity") >= 12,
        )
        .with_columns(
            is_low=pl.col("low").fill_null(False),
            low_before=pl.col("low").shift(1).over("patient"),
            day_before=pl.col("day").shift(1).over("patient"),
            nadir=pl.col("activity").cum_min().forward_fill().shift(1).over("patient"),
            low_day=pl.col("day").filter(pl.col("low")).min().over("patient"),
        )
        .with_columns(begins=pl.col("is_low") & ~pl.col("low_before").fill_null(False))
        .with_columns(
            run=pl.when(pl.col("begins") | (pl.col("is_low") & (pl.col("day") - pl.col("day_before") > 90)))
            .then(pl.col("day"))
            .forward_fill()
            .over("patient"),
            unbroken=pl.when(pl.col("begins")).then(pl.col("day")).forward_fill().over("patient"),
        )
    )
    patients = visits.group_by("patient", maintain_order=True).agg(
        *(_at_start(name).alias(f"{name}_0") for name in ("activity", "skin", "joints", "prednisone")),
        *(_at_end(name).alias(f"{name}_52") for name in ("activity", "skin", "joints", "prednisone")),
        pl.col("day")
        .filter(_FIRST)
        .get(_DISTANCE.filter(_FIRST).arg_min(), null_on_oob=True)
        .alias("day_of_52"),
        pl.col("is_low")
        .filter(_FIRST)
        .get(_DISTANCE.filter(_FIRST).arg_min(), null_on_oob=True)
        .fill_null(False)
        .alias("low_at_52"),
        (pl.col("is_low") & (pl.col("day") - pl.col("run") >= 180)).any().alias("lasting"),
        (pl.col("is_low") & (pl.col("day") - pl.col("unbroken") >= 28)).any().alias("confirmed_low"),
        pl.col("low_day").first().alias("first_low"),
        (pl.col("activity") - pl.col("nadir") >= 10 - 1e-9).any().alias("above_nadir"),
        ((pl.col("low") & ~pl.col("low_before")).sum() >= 2).alias("twice"),
        pl.col("prednisone").filter(pl.col("day").is_between(0, 364)).sum().alias("cumulative"),
        pl.col("prednisone").filter(pl.col("day").is_between(0, 364)).count().alias("doses"),
        (pl.col("flare") & (pl.col("day") > pl.col("low_day"))).any().alias("relapsed"),
    )
    before, after = pl.col("activity_0"), pl.col("activity_52")
    few = sum((_improved(name) for name in ("activity", "skin", "joints", "prednisone")), pl.lit(0, pl.Int8))
    few = (
        few
        + (after <= 6).fill_null(False).cast(pl.Int8)
        + (pl.col("skin_52") <= 4).fill_null(False).cast(pl.Int8)
    )
    return (
        patients.select(
            "patient",
            before.alias("at_start"),
            after.alias("at_end"),
            "day_of_52",
            (after - before).alias("activity_fell"),
            pl.when(before > 0)
            .then(100 * (after - before) / before)
            .when((before == 0) & (after == 0))
            .then(0.0)
            .alias("percent_fell"),
            "low_at_52",
            "lasting",
            "confirmed_low",
            "first_low",
            "above_nadir",
            "twice",
            pl.when(pl.col("doses") > 0).then(pl.col("cumulative")).alias("cumulative"),
            (few >= 3).alias("three_of_six"),
            "relapsed",
        )
        .sort("patient")
        .collect()
        .to_arrow()
    )
