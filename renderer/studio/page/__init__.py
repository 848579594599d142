"""The studio's page: modules, style and words. A package only so that they are installed."""

__all__ = []
