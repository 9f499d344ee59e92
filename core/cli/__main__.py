"""``python -m lizheng.core.cli`` is the lizheng command."""

from . import main

# Serving processes are spawned and import this module under another name.
if __name__ == "__main__":
    main(prog_name="lizheng")
