"""Orders one after another from standard input, so that a library is loaded once for many of them.

An order is a line, tabs between its words, the first of which names a function; the answer is what the function
prints and a line "ok", or "failed: why".
"""

import sys


def serve(**functions):
    for line in sys.stdin:
        order, *words = line.rstrip("\n").split("\t")
        try:
            functions[order](*words)
            print("ok", flush=True)
        except Exception as error:
            print("failed:", repr(error).replace("\n", " ")[:2000], flush=True)
