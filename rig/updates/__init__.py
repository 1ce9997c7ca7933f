"""What an edit of an app replaces: with our constructs, and with those of the L2."""
