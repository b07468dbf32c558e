"""Longitudinal cohorts as Parquet, and one task of fourteen columns in remit, DuckDB SQL and Polars."""
