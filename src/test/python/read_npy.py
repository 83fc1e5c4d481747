"""Prints type, shape and sum of NumPy files, and whether a CSV beside them holds the same values.

usage: read_npy.py FILE.npy...
"""

import os
import sys

import numpy as np

for file in sys.argv[1:]:
    values = np.load(file)
    table = file[:-4] + ".csv"
    same = np.array_equal(values, np.loadtxt(table, delimiter=",", dtype="float32")) if os.path.exists(table) else "none"
    print(values.dtype, "x".join(map(str, values.shape)), "%.6f" % values.sum(), same)
