"""DuckDB over lines of JSON, the lines as they were, on as many threads as the second argument says."""

import sys

import duckdb

connection = duckdb.connect()
connection.execute(f"SET threads = {int(sys.argv[2])}")
rows = connection.execute(
    """
    SELECT json::VARCHAR FROM read_ndjson_objects($1)
    WHERE json->>'$.output_fields."proc.name"' = 'nc' AND json->>'$.output_fields."user.name"' = 'root'
    """,
    [sys.argv[1]],
)
while row := rows.fetchone():
    print(row[0])
