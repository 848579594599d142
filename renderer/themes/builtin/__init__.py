"""The built-in themes, one YAML file each. A package, so that an installed Récit has them too."""

__all__ = []
