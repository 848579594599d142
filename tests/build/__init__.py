"""The stages in order, from a storyboard to a published set: tests."""
