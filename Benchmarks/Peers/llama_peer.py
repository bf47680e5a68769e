"""llama.cpp on one GGUF file, as a peer that works only when it is asked to.

    python llama_peer.py MODEL [THREADS]        reads requests from standard input, writes one number a line
    python llama_peer.py --requantize IN OUT    writes the same weights as Q4_0, whose kernels llama.cpp repacks

Requests:  load | prompt N | decode CONTEXT STEPS   -> milliseconds;   memory -> megabytes;   quit.
"""
import ctypes
import sys
import time

import llama_cpp as llama
import numpy as np


@llama.llama_log_callback
def silent(level, text, data):
    pass


def requantize(source, target):
    parameters = llama.llama_model_quantize_default_params()
    parameters.ftype = llama.LLAMA_FTYPE_MOSTLY_Q4_0
    parameters.allow_requantize = True
    if llama.llama_model_quantize(source.encode(), target.encode(), ctypes.byref(parameters)) != 0:
        sys.exit("llama.cpp could not requantize " + source)


class Peer:
    def __init__(self, path, threads):
        self.path, self.threads = path, threads
        self.open()
        size = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(self.model))
        self.vocabulary = size
        self.tokens = [int(t) for t in np.random.default_rng(1).integers(300, min(size, 40000), 2000)]

    def open(self):
        parameters = llama.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = 2048, 512, 512
        parameters.n_threads = parameters.n_threads_batch = self.threads
        self.model = llama.llama_model_load_from_file(self.path.encode(), llama.llama_model_default_params())
        self.context = llama.llama_init_from_model(self.model, parameters)
        self.position = 0

    def close(self):
        llama.llama_free(self.context)
        llama.llama_model_free(self.model)

    def feed(self, tokens):
        for start in range(0, len(tokens), 512):
            piece = tokens[start : start + 512]
            array = (llama.llama_token * len(piece))(*piece)
            if llama.llama_decode(self.context, llama.llama_batch_get_one(array, len(piece))) != 0:
                sys.exit("llama.cpp could not decode")

    def truncate(self, count):
        llama.llama_memory_seq_rm(llama.llama_get_memory(self.context), 0, count, -1)

    def load(self):
        self.close()
        self.open()

    def prompt(self, count):
        self.truncate(0)
        self.feed(self.tokens[:count])
        llama.llama_synchronize(self.context)
        self.position = count

    def decode(self, steps):
        self.truncate(self.position)
        for _ in range(steps):
            self.feed([1000])
            logits = llama.llama_get_logits_ith(self.context, -1)
            np.ctypeslib.as_array(logits, shape=(self.vocabulary,)).argmax()


def milliseconds(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def serve(peer):
    for line in sys.stdin:
        request = line.split()
        if request[0] == "quit":
            return
        if request[0] == "load":
            answer = milliseconds(peer.load)
        elif request[0] == "prompt":
            answer = milliseconds(lambda: peer.prompt(int(request[1])))
        elif request[0] == "decode":
            if peer.position != int(request[1]):
                peer.prompt(int(request[1]))
            answer = milliseconds(lambda: peer.decode(int(request[2])))
        elif request[0] == "memory":
            with open("/proc/self/status") as status:
                answer = next(int(l.split()[1]) / 1000 for l in status if l.startswith("VmHWM"))
        print(answer, flush=True)


llama.llama_log_set(silent, ctypes.c_void_p(0))
llama.llama_backend_init()
if sys.argv[1] == "--requantize":
    requantize(sys.argv[2], sys.argv[3])
else:
    serve(Peer(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2))
