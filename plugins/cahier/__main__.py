"""`python -m cahier`."""

import sys

from cahier.cli import main

sys.exit(main())
