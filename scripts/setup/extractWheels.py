"""Unpacks the native parts of TensorFlow wheels: the shared libraries, the C and C++ headers, NVIDIA's libraries.

python extractWheels.py requirements TENSORFLOW_WHEEL   prints the NVIDIA packages of its extra `and-cuda`, one a line
python extractWheels.py extract FOLDER WHEEL...         unpacks into FOLDER; zip checksums are verified on the way
"""

import re
import sys
import zipfile

WANTED = re.compile(
    r"^tensorflow/libtensorflow_(cc|framework)[^/]*$|^tensorflow/include/|^nvidia/[^/]+/(lib|bin|nvvm)/"
)
CUDA = re.compile(r"^Requires-Dist: *(nvidia-[A-Za-z0-9-]+) *(\(?[^;()]*\)?) *; *extra *== *['\"]and-cuda['\"]", re.M)


def requirements(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode("utf-8")
    for package, version in CUDA.findall(metadata):
        print(package + version.strip(" ()"))


def extract(folder, wheels):
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if WANTED.search(name):
                    archive.extract(name, folder)


if __name__ == "__main__":
    if sys.argv[1] == "requirements":
        requirements(sys.argv[2])
    else:
        extract(sys.argv[2], sys.argv[3:])
