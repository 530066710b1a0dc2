"""The program as the one-folder build starts it."""

from qinglian_desktop.shell.cli import main

raise SystemExit(main())
