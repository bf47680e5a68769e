"""What a user would build in Python to search a folder, from its fastest parts, as one process that ends.

    python ingest_peer.py FOLDER MODEL.onnx TOKENIZER.json DATABASE THREADS

PDF by pdftotext, other files as UTF-8; LangChain's recursive splitter, 1,000 characters with 200 overlap; MiniLM of 8 bits in ONNX
Runtime over batches of similar length; SQLite with FTS5 and sqlite-vec. Prints seconds, chunks and bytes of text.
"""
import os
import subprocess
import sys
import time

import apsw
import numpy as np
import onnxruntime
import sqlite_vec
from langchain_text_splitters import RecursiveCharacterTextSplitter
from tokenizers import Tokenizer

BATCH = 32


def text_of(path):
    if path.endswith(".pdf"):
        return subprocess.run(["pdftotext", path, "-"], capture_output=True).stdout.decode("utf-8", "replace")
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def files(folder):
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(root, name) for name in sorted(names))


class Embedder:
    def __init__(self, model, tokenizer, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.enable_truncation(256)
        self.tokenizer.no_padding()

    def embed(self, texts):
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        vectors = np.empty((len(tokens), 384), np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            ids = np.zeros((len(batch), max(len(tokens[i]) for i in batch)), np.int32)
            mask = np.zeros_like(ids)
            for row, i in enumerate(batch):
                ids[row, : len(tokens[i])], mask[row, : len(tokens[i])] = tokens[i], 1
            inputs = {"input_ids": ids, "token_type_ids": np.zeros_like(ids), "attention_mask": mask}
            hidden = self.session.run(["hidden"], inputs)[0]
            mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            vectors[batch] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors


def main(folder, model, tokenizer, database, threads):
    start = time.perf_counter()
    embedder = Embedder(model, tokenizer, threads)
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    connection = apsw.Connection(database)
    connection.enable_load_extension(True)
    connection.load_extension(sqlite_vec.loadable_path())
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("CREATE TABLE chunk (id INTEGER PRIMARY KEY, file TEXT, text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='chunk', content_rowid='id', tokenize='porter')")
    connection.execute("CREATE VIRTUAL TABLE vectors USING vec0(vector float[384])")
    chunks, size = [], 0
    for path in files(folder):
        text = text_of(path)
        size += len(text.encode())
        chunks += [(path, chunk) for chunk in splitter.split_text(text)]
    for first in range(0, len(chunks), 1024):
        part = chunks[first : first + 1024]
        embedded = embedder.embed([text for _, text in part])
        connection.execute("BEGIN")
        for number, ((path, text), vector) in enumerate(zip(part, embedded), first):
            connection.execute("INSERT INTO chunk VALUES (?, ?, ?)", (number, path, text))
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
            connection.execute("INSERT INTO vectors (rowid, vector) VALUES (?, ?)", (number, vector.tobytes()))
        connection.execute("COMMIT")
    print(time.perf_counter() - start, len(chunks), size)


main(*sys.argv[1:5], int(sys.argv[5]))
