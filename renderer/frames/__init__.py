"""What a picture is in memory: RGB and YUV planes, their contrast, sampling between pixels.

Comes in: arrays. Goes out: arrays. Knows no file, slide or time.
"""

__all__ = ["contrast", "cpu_instructions", "pixels", "resampling", "yuv"]
