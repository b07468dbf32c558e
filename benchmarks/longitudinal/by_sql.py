"""The fourteen columns in DuckDB, as someone who knows it writes them.

Two window passes over the visits, one aggregation. A missing value is NULL and a condition on it does not
hold: that is the lower of remit's two bounds, the only one that SQL works out here. Equality has remit's
tolerance where a threshold is a computed number.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

QUERY = """
with v as (
  select patient, day, activity, skin, joints, prednisone,
         activity <= 6 and prednisone <= 7.5 as low,
         activity >= 12 as flare
  from read_parquet('{path}')
),
w as (
  select *,
         lag(low) over visits as low_before,
         lag(day) over visits as day_before,
         min(activity) over (visits rows between unbounded preceding and 1 preceding) as nadir,
         min(day) filter (low) over (visits rows between unbounded preceding and 1 preceding) as low_day
  from v
  window visits as (partition by patient order by day)
),
s as (
  select *,
         case when low then day - max(day) filter (low and (coalesce(low_before, false) is false
                                                           or day - day_before > 90)) over visits end as held,
         case when low then day - max(day) filter (low and coalesce(low_before, false) is false)
                            over visits end as since
  from w
  window visits as (partition by patient order by day rows between unbounded preceding and current row)
),
p as (
  select patient,
         arg_max(activity, day) filter (activity is not null and day between -28 and 0) as at_start,
         arg_min(activity, abs(day - 363.75)) filter (activity is not null and day between 334 and 394)
           as at_end,
         arg_max(skin, day) filter (skin is not null and day between -28 and 0) as skin_0,
         arg_min(skin, abs(day - 363.75)) filter (skin is not null and day between 334 and 394) as skin_52,
         arg_max(joints, day) filter (joints is not null and day between -28 and 0) as joints_0,
         arg_min(joints, abs(day - 363.75)) filter (joints is not null and day between 334 and 394)
           as joints_52,
         arg_max(prednisone, day) filter (prednisone is not null and day between -28 and 0) as prednisone_0,
         arg_min(prednisone, abs(day - 363.75)) filter (prednisone is not null and day between 334 and 394)
           as prednisone_52,
         arg_min(day, abs(day - 363.75)) filter (day between 334 and 394) as day_of_52,
         arg_min(coalesce(low, false), abs(day - 363.75)) filter (day between 334 and 394) as low_at_52,
         max(held) >= 180 as lasting,
         max(since) >= 28 as confirmed_low,
         min(day) filter (low) as first_low,
         bool_or(activity - nadir >= 10 - 1e-9) as above_nadir,
         count(*) filter (low and not low_before) >= 2 as twice,
         sum(prednisone) filter (day between 0 and 364) as cumulative,
         bool_or(flare and day > low_day) as relapsed
  from s group by patient
)
select patient, at_start, at_end, day_of_52,
       at_end - at_start as activity_fell,
       case when at_start > 0 then 100 * (at_end - at_start) / at_start
            when at_start = 0 and at_end = 0 then 0 end
         as percent_fell,
       coalesce(low_at_52, false) as low_at_52,
       coalesce(lasting, false) as lasting,
       coalesce(confirmed_low, false) as confirmed_low,
       first_low,
       coalesce(above_nadir, false) as above_nadir,
       twice, cumulative,
       coalesce(at_end <= 0.5 * at_start and at_start > 0, false)::int
         + coalesce(skin_52 <= 0.5 * skin_0 and skin_0 > 0, false)::int
         + coalesce(joints_52 <= 0.5 * joints_0 and joints_0 > 0, false)::int
         + coalesce(prednisone_52 <= 0.5 * prednisone_0 and prednisone_0 > 0, false)::int
         + coalesce(at_end <= 6, false)::int + coalesce(skin_52 <= 4, false)::int >= 3 as three_of_six,
       coalesce(relapsed, false) as relapsed
from p order by patient
"""


def fourteen_columns(path: Path, threads: int) -> pa.Table:
    """The columns, a row a patient."""
    with duckdb.connect(config={"threads": threads}) as connection:
        return connection.sql(QUERY.format(path=path)).to_arrow_table()
