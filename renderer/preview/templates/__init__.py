"""Templates, style and script of the published pages. A package only so that they are installed."""

__all__ = []
