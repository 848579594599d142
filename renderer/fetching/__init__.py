"""Pictures from the web, only when they are allowed: fetched once, checked, kept in the cache."""

__all__ = ["connection", "fetch", "picture_cache", "request"]
