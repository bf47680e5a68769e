"""sqlite-vec on vectors of 32-bit floats, one query at a time.

    vector_peer.py BASE QUERIES DATABASE DIMENSION LIMIT

BASE and QUERIES hold floats, row after row. Prints JSON: vectors stored a second, bytes of the database, milliseconds of each
query after five that do not count, and what each found.
"""
import json
import os
import sys
import time

import apsw
import sqlite_vec

base, queries, path = sys.argv[1:4]
dimension, limit = int(sys.argv[4]), int(sys.argv[5])
width = dimension * 4
database = apsw.Connection(path)
database.enable_load_extension(True)
database.load_extension(sqlite_vec.loadable_path())
database.execute(f"CREATE VIRTUAL TABLE v USING vec0(x float[{dimension}] distance_metric=cosine)")
with open(base, "rb") as file:
    data = memoryview(file.read())
start = time.perf_counter()
count = len(data) // width
for first in range(0, count, 16384):
    rows = ((i, data[i * width:(i + 1) * width]) for i in range(first, min(count, first + 16384)))
    with database:
        database.executemany("INSERT INTO v(rowid, x) VALUES (?, ?)", rows)
seconds = time.perf_counter() - start
with open(queries, "rb") as file:
    data = file.read()
asked = [data[i:i + width] for i in range(0, len(data), width)]
times, found = [], []
for query in asked[:5] + asked:
    start = time.perf_counter()
    rows = database.execute("SELECT rowid FROM v WHERE x MATCH ? AND k = ?", (query, limit)).fetchall()
    times.append((time.perf_counter() - start) * 1000)
    found.append([row[0] for row in rows])
print(json.dumps({"storedPerSecond": count / seconds, "bytes": os.path.getsize(path), "times": times[5:], "found": found[5:]}))
