"""FTS5, tantivy and bm25s on the same texts, one question at a time.

    words_peer.py TEXTS QUESTIONS FOLDER LIMIT

TEXTS and QUESTIONS have one a line. Prints JSON, for each index: its name, seconds to make it, its bytes, milliseconds of each
question after five that do not count, and the number of the text that each found first.
"""
import json
import os
import sys
import time

import apsw
import bm25s
import Stemmer
import tantivy

texts, questions, folder, limit = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with open(texts, encoding="utf-8") as file:
    lines = file.read().splitlines()
with open(questions, encoding="utf-8") as file:
    asked = file.read().splitlines()


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(path, name)) for name in os.listdir(path))


def measure(name, path, make, search):
    start = time.perf_counter()
    made = make()
    seconds = time.perf_counter() - start
    times, first = [], []
    for question in asked[:5] + asked:
        start = time.perf_counter()
        found = search(made, question)
        times.append((time.perf_counter() - start) * 1000)
        first.append(found)
    return {"name": name, "seconds": seconds, "bytes": size_of(path) if path else 0, "times": times[5:], "first": first[5:]}


fts = os.path.join(folder, "peer.db")
index = os.path.join(folder, "tantivy")
os.mkdir(index)
stemmer = Stemmer.Stemmer("english")


def make_fts():
    database = apsw.Connection(fts)
    database.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='porter')")
    for first in range(0, len(lines), 10000):
        with database:
            database.executemany(
                "INSERT INTO t(rowid, x) VALUES (?, ?)", ((i, lines[i]) for i in range(first, min(len(lines), first + 10000))))
    return database


def search_fts(database, question):
    words = " OR ".join(f'"{word}"' for word in question.split())
    return database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (words, limit)).fetchall()[0][0]


def make_tantivy():
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("n", stored=True)
    schema.add_text_field("x", tokenizer_name="en_stem")
    made = tantivy.Index(schema.build(), path=index)
    writer = made.writer(256_000_000, 2)
    for number, line in enumerate(lines):
        writer.add_document(tantivy.Document(n=number, x=line))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made


def search_tantivy(made, question):
    searcher = made.searcher()
    hits = searcher.search(made.parse_query(question, ["x"]), limit).hits
    return searcher.doc(hits[0][1])["n"][0]


def make_bm25s():
    made = bm25s.BM25(k1=1.5, b=0.7, method="lucene")
    made.index(bm25s.tokenize(lines, stopwords=None, stemmer=stemmer, show_progress=False), show_progress=False)
    return made


def search_bm25s(made, question):
    tokens = bm25s.tokenize([question], stopwords=None, stemmer=stemmer, show_progress=False)
    return int(made.retrieve(tokens, k=limit, show_progress=False)[0][0][0])


print(json.dumps([
    measure("FTS5", fts, make_fts, search_fts),
    measure("tantivy", index, make_tantivy, search_tantivy),
    measure("bm25s", None, make_bm25s, search_bm25s),
]))
