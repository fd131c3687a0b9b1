"""What a careful script does: one line at a time, orjson, the line as it was."""

import sys

import orjson

with open(sys.argv[1], "rb") as archive:
    for line in archive:
        fields = orjson.loads(line)["output_fields"]
        if fields["proc.name"] == "nc" and fields["user.name"] == "root":
            sys.stdout.buffer.write(line)
