"""What argparse itself says, so that it stands in our catalogue: it asks gettext for these texts.

Comes in: nothing. Goes out: its messages (CPython 3.11 to 3.14) that our command line can show,
marked for translation; `messages.choice` has argparse look them up in our catalogue. What only a
programmer meets (a destination that is missing) isn't here, nor counts of arguments: none of our
options takes several.
"""

from __future__ import annotations

from renderer.messages import deferred

WORDS = (
    deferred("usage: "),
    deferred("options"),
    deferred("positional arguments"),
    deferred("%(heading)s:"),
    deferred("show this help message and exit"),
    deferred("show program's version number and exit"),
    deferred("argument %(argument_name)s: %(message)s"),
    deferred("unknown parser %(parser_name)r (choices: %(choices)s)"),
    deferred("unrecognized arguments: %s"),
    deferred("not allowed with argument %s"),
    deferred("ignored explicit argument %r"),
    deferred("the following arguments are required: %s"),
    deferred("one of the arguments %s is required"),
    deferred("expected one argument"),
    deferred("expected at most one argument"),
    deferred("expected at least one argument"),
    deferred("ambiguous option: %(option)s could match %(matches)s"),
    deferred("unexpected option string: %s"),
    deferred("invalid %(type)s value: %(value)r"),
    deferred("invalid choice: %(value)r (choose from %(choices)s)"),
    deferred("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
)
"""In the order in which one meets them."""
