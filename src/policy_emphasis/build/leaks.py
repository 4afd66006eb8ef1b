"""Programs that let a circumstance of the machine through: the controls of two builds compared.

Each prints, in a copy of the project, what a program that is not careful would put on a page. Two
builds that agree say something of a circumstance only if its leak differs between them.
"""

HOME = "from pathlib import Path; print(Path.home())"
FOLDER = "import os; print(os.getcwd())"
ORDER_OF_FILES = "import os; print(os.listdir('data/reference'))"
MASK = "import os; open('.leak', 'w').close(); print(os.stat('.leak').st_mode); os.remove('.leak')"
CORES = "import os; print(len(os.sched_getaffinity(0)))"
LOCALE = "import locale; print(locale.setlocale(locale.LC_ALL, ''))"
TIME_ZONE = "import time; print(time.localtime(0))"
SEED_OF_HASHES = "print(set(map(str, range(50))))"
BLAS = "import numpy, threadpoolctl as t; print([i['architecture'] for i in t.threadpool_info()])"
# Whose last digits depend on which instructions of the processor are used.
NUMPY = "import numpy as n; print(n.exp(n.linspace(0, 9, 9999)).tobytes())"
C_LIBRARY = "import math; print([math.exp(i / 17) for i in range(2000)])"
ENVIRONMENT = "import os; print(sorted(os.environ))"
KERNEL = "import os; print(os.uname())"
ADDRESSES = "print(object())"
DATE = "import datetime; print(datetime.date.today())"
HOST = "import socket; print(socket.gethostname())"
SEARCHED = "import os; print(os.environ['PATH'])"
