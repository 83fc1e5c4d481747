"""Runs Python files one after another in one namespace and one folder, as a notebook runs its cells.

Takes a file's path a line and answers "ok", or "failed: " and why.
"""
import contextlib
import os
import pathlib
import sys

namespace = {"__name__": "__main__"}
os.chdir(sys.argv[1])
for line in sys.stdin:
    try:
        with contextlib.redirect_stdout(sys.stderr):
            exec(compile(pathlib.Path(line.strip()).read_text(), line.strip(), "exec"), namespace)
        print("ok", flush=True)
    except BaseException as e:
        print("failed: " + repr(e).replace("\n", " "), flush=True)
