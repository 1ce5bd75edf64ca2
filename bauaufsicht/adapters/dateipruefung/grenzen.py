"""What the inspecting process may use; it sets the limits itself before it touches the file."""

import ctypes
import os
import resource
import signal

RECHENZEIT = 20  # seconds of CPU, inspection and preview together
SPEICHER = 512 << 20  # address space; an idle inspection has 70 MB
AUSGABE = 4 << 20  # what it may write: a line and a small picture
OFFENE_DATEIEN = 64
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


def set_grenzen() -> None:
    """Limit this process for good, and let it die with the one that started it."""
    grenzen = {
        resource.RLIMIT_CPU: RECHENZEIT,
        resource.RLIMIT_AS: SPEICHER,
        resource.RLIMIT_FSIZE: AUSGABE,
        resource.RLIMIT_NOFILE: OFFENE_DATEIEN,
        resource.RLIMIT_CORE: 0,
    }
    for art, wert in grenzen.items():
        resource.setrlimit(art, (wert, wert))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:  # the parent died before it was said
        os._exit(1)
