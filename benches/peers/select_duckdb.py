"""DuckDB on one thread over lines of JSON, the lines as they were."""

import sys

import duckdb

connection = duckdb.connect()
connection.execute("SET threads = 1")
rows = connection.execute(
    """
    SELECT json::VARCHAR FROM read_ndjson_objects($1)
    WHERE json->>'$.output_fields."proc.name"' = 'nc' AND json->>'$.output_fields."user.name"' = 'root'
    """,
    [sys.argv[1]],
)
while row := rows.fetchone():
    print(row[0])
