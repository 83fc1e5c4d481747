"""Sets the last layer's biases of a Keras .h5 to NaN.

usage: without_number.py FILE.h5
"""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r+") as file:
    weights = file["model_weights"]
    layer = weights[weights.attrs["layer_names"][-1]]
    bias = next(name for name in layer.attrs["weight_names"] if b"bias" in (name if isinstance(name, bytes) else name.encode()))
    layer[bias][...] = np.nan
