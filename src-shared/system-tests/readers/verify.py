"""Reads tables of Millrace with Polars, delta-rs and DuckDB.

Wants the manifest that ReaderSamples of the system tests writes. Odd values of a partition column must be read, and found
by a filter. Filters on other columns must find the same rows in a table as in a copy of it whose log has no statistics, so
that no reader has files left out that it needs. Exits with 0 when all of it is so.
"""

import datetime
import decimal
import glob
import json
import os
import sys

import deltalake
import duckdb
import duckdb_ext
import polars as pl
import pyarrow as pa

COMPARISONS = ["<", "=", ">"]
failures = 0


def tell(reader, what, count, wrong):
    global failures
    failures += len(wrong)
    print(f"{'ok       ' if not wrong else 'DIFFERENT'}  {reader}: {count} {what}" + (f", {len(wrong)} wrong" if wrong else ""))
    for line in wrong[:40]:
        print("             " + line)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def delta_rs(sql, **tables):
    query = deltalake.QueryBuilder()
    for name, table in tables.items():
        query = query.register(name, table)
    return pa.table(query.execute(sql).read_all())


class DuckDb:
    def __init__(self):
        self.db = duckdb.connect(config={"allow_unsigned_extensions": "true"})
        for folder in duckdb_ext.__path__:
            for extension in glob.glob(folder + "/extensions/*/*/delta.duckdb_extension"):
                self.db.execute(f"LOAD {quoted(extension)}")
        self.db.execute("SET TimeZone = 'UTC'")

    def rows(self, sql, *values):
        return self.db.execute(sql, list(values)).fetchall()


def partitions(table, values, duck, by_folder):
    """The values by the number of their row."""
    wanted = sorted(values.items(), key=lambda entry: int(entry[0]))
    wanted = [(int(n), value) for n, value in wanted]
    readers = {
        "delta-rs": (
            lambda: delta_rs("SELECT n, region FROM t", t=deltalake.DeltaTable(table)).to_pylist(),
            lambda v: deltalake.DeltaTable(table).to_pyarrow_table(filters=[("region", "=", v)])["n"].to_pylist(),
        ),
        "delta-rs, SQL": (
            lambda: deltalake.DeltaTable(table).to_pyarrow_table().to_pylist(),
            lambda v: delta_rs(f"SELECT n FROM t WHERE region = {quoted(v)}", t=deltalake.DeltaTable(table))["n"].to_pylist(),
        ),
        "Polars by delta-rs": (
            lambda: pl.scan_delta(table, use_pyarrow=True).select("n", "region").collect().to_dicts(),
            lambda v: pl.scan_delta(table, use_pyarrow=True).filter(pl.col("region") == v).collect()["n"].to_list(),
        ),
        "DuckDB": (
            lambda: [{"n": n, "region": v} for n, v in duck.rows("SELECT n, region FROM delta_scan(?)", table)],
            lambda v: [n for (n,) in duck.rows("SELECT n FROM delta_scan(?) WHERE region = ?", table, v)],
        ),
    }
    if by_folder:
        readers["Polars"] = (
            lambda: pl.scan_delta(table).select("n", "region").collect().to_dicts(),
            lambda v: pl.scan_delta(table).filter(pl.col("region") == v).collect()["n"].to_list(),
        )
        files = table + "/*/*.parquet"
        types = {"region": "VARCHAR"}
        readers["DuckDB, by the names of folders"] = (
            lambda: [{"n": n, "region": v} for n, v in duck.rows(
                "SELECT n, region FROM read_parquet(?, hive_partitioning = true, hive_types = ?)", files, types)],
            lambda v: [n for (n,) in duck.rows(
                "SELECT n FROM read_parquet(?, hive_partitioning = true, hive_types = ?) WHERE region = ?", files, types, v)],
        )
        readers["Polars, by the names of folders"] = (
            lambda: pl.scan_parquet(files, hive_partitioning=True, hive_schema={"region": pl.String})
            .select("n", "region").collect().to_dicts(),
            lambda v: pl.scan_parquet(files, hive_partitioning=True, hive_schema={"region": pl.String})
            .filter(pl.col("region") == v).collect()["n"].to_list(),
        )
    for reader, (read, filtered) in readers.items():
        # In the name of a folder DuckDB takes the text null for NULL, and nothing else.
        asked = [(n, v) for n, v in wanted if v not in ("null", None)] if reader.startswith("DuckDB, by") else wanted
        rows = sorted((row["n"], row["region"]) for row in read())
        by_number = dict(rows)
        tell(reader, "odd values read", len(asked),
             [f"{value!r} is {by_number.get(n)!r}" for n, value in asked if by_number.get(n, 0) != value]
             + ([] if len(rows) == len(wanted) else [f"{len(rows)} rows"]))
        tell(reader, "odd values filtered", len(asked),
             [f"{value!r} finds {filtered(value)}" for n, value in asked if value is not None and filtered(value) != [n]])


def literal(kind, text):
    if kind in ("Int32", "Int64"):
        return int(text)
    if kind in ("Float32", "Float64"):
        return float(text)
    if kind == "Date":
        return datetime.date.fromisoformat(text)
    if kind == "Timestamp":
        return datetime.datetime.fromisoformat(text)
    if kind == "Bool":
        return text == "true"
    if kind == "Bytes":
        return bytes.fromhex(text)
    if kind == "Decimal":
        return decimal.Decimal(text)
    return text


def polars_filter(column, comparison, value, dtype):
    left, right = pl.col(column), pl.lit(value, dtype=dtype)
    return {"<": left < right, "=": left == right, ">": left > right}[comparison]


SQL_TYPES = {"Int32": "INT", "Int64": "BIGINT", "Float32": "FLOAT", "Float64": "DOUBLE", "Date": "DATE", "Text": "VARCHAR",
             "Timestamp": "TIMESTAMP WITH TIME ZONE", "Bool": "BOOLEAN"}


def sql_literal(column, text, duck_db):
    kind = column["type"]
    if kind == "Timestamp" and not duck_db:
        return f"arrow_cast({quoted(text)}, 'Timestamp(Microsecond, Some(\"UTC\"))')"
    if kind == "Text" and duck_db and "\0" in text:
        return " || chr(0) || ".join(quoted(part) for part in text.split("\0"))
    if kind == "Bytes":
        return f"X'{text}'"
    if kind == "Decimal":
        return f"CAST({quoted(text)} AS DECIMAL({column['precision']}, {column['scale']}))"
    return f"CAST({quoted(text)} AS {SQL_TYPES[kind]})"


def bounds(table, bare, columns, duck):
    with_stats, without = deltalake.DeltaTable(table), deltalake.DeltaTable(bare)
    duck.db.execute(f"CREATE TABLE plain AS SELECT * FROM delta_scan({quoted(bare)})")
    whole = pl.scan_delta(bare).collect()
    wrong = {"delta-rs, SQL": [], "delta-rs, data set": [], "Polars": [], "DuckDB": []}
    count = 0
    for column in columns:
        name = column["name"]
        filters = [(comparison, text) for text in column["values"] for comparison in COMPARISONS]
        for comparison, text in filters + [("IS NULL", None), ("IS NOT NULL", None)]:
            count += 1
            said = f"{name} {comparison} {text}"
            where, duck_where = (
                f"{name} {comparison}" + ("" if text is None else " " + sql_literal(column, text, duck_db))
                for duck_db in (False, True))

            def compare(reader, pruned, full):
                try:
                    pruned, full = sorted(pruned()), sorted(full())
                    if pruned != full:
                        wrong[reader].append(f"{said[:100]}: {pruned} and not {full}")
                except Exception as e:
                    wrong[reader].append(f"{said[:100]}: {type(e).__name__} {str(e)[:200]}")

            sql = f"SELECT id FROM t WHERE {where}"
            compare("delta-rs, SQL", lambda: delta_rs(sql, t=with_stats)["id"].to_pylist(),
                    lambda: delta_rs(sql, t=without)["id"].to_pylist())
            compare("DuckDB", lambda: duck.rows(f"SELECT id FROM delta_scan({quoted(table)}) WHERE {duck_where}"),
                    lambda: duck.rows(f"SELECT id FROM plain WHERE {duck_where}"))
            if text is None:
                by = pl.col(name).is_null() if comparison == "IS NULL" else pl.col(name).is_not_null()
            else:
                value = literal(column["type"], text)
                by = polars_filter(name, comparison, value, whole.schema[name])
                # PyArrow simplifies a filter wrongly by a bound that is NaN, in tables of Spark too. A column without bounds
                # in a log with bounds of others finds no rows at all, in tables of delta-rs too: operating.md warns of both.
                if column["type"] not in ("Bool", "Bytes", "Decimal", "Float32", "Float64"):
                    compare("delta-rs, data set",
                            lambda: with_stats.to_pyarrow_table(filters=[(name, comparison, value)])["id"].to_pylist(),
                            lambda: without.to_pyarrow_table(filters=[(name, comparison, value)])["id"].to_pylist())
            compare("Polars", lambda: pl.scan_delta(table).filter(by).collect()["id"].to_list(),
                    lambda: whole.filter(by)["id"].to_list())
    for reader, lines in wrong.items():
        tell(reader, "filters, with and without statistics", count, lines)


def main(manifest):
    with open(manifest, encoding="utf-8") as file:
        tables = json.load(file)
    duck = DuckDb()
    partitions(tables["odd"]["table"], tables["odd"]["values"], duck, True)
    print("            values that no name of a folder can hold:")
    partitions(tables["unnamable"]["table"], tables["unnamable"]["values"], duck, False)
    bounds(tables["bounds"]["table"], tables["bounds"]["bare"], tables["bounds"]["columns"], duck)
    if failures:
        print(f"FAILED: {failures} answers differ.")
    else:
        print("OK: Polars, delta-rs and DuckDB read the values and the rows that are there.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
