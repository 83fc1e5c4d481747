"""Looks for addresses, file names and checksums of published weights in the source of both Kerases.

usage: keras_published_weights.py CASE...
CASE: the folder's address, the file's name and its MD5, between tabs. Prints a line for each found; fails for the rest.
"""

import re
import sys
import sysconfig
from pathlib import Path

PACKAGES = Path(sysconfig.get_paths()["purelib"])

for library in ("keras", "tf_keras"):
    files = (PACKAGES / library / "src/applications").glob("*.py")
    # Adjacent texts as one, and without the breaks between.
    sources = {file.name: re.sub(r'"\s*"', "", file.read_text()).replace("\n", " ") for file in files}
    for case in sys.argv[1:]:
        address, name, md5 = case.split("\t")
        modules = [text for text in sources.values() if address in text and md5 in text]
        assert len(modules) == 1, (library, case)
        source = modules[0]
        model = name.replace("_weights_tf_dim_ordering_tf_kernels_notop.h5", "")
        # In the call that fetches the file, or as the second of the model's pair: with top, without.
        call = re.search(re.escape(name) + r'"[^"]{0,300}"?[^"]{0,100}"models",\s*file_hash="' + md5, source)
        pair = re.search(f'"{model}": \\(\\s*"[0-9a-f]{{32}}",\\s*"{md5}"', source)
        assert call or (pair and "_weights_tf_dim_ordering_tf_kernels_notop.h5" in source), (library, case)
        print(library, name, md5)
