"""`python -m qinglian_desktop` is the same door as the `qinglian` command."""

from qinglian_desktop.shell.cli import main

raise SystemExit(main())
