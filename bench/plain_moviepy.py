"""The film as MoviePy's documentation teaches: images resized over time, text, cross-fades.

    python -m bench.plain_moviepy OUT.mp4 HEIGHT FPS SECONDS PICTURE...

Comes in: pictures, each shown for so many seconds. Goes out: an MP4 without sound. `bg_color` is
given, which is faster than the default, and the encoder's settings are Récit's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from renderer.clips.moviepy_clip import video_clip_type


def main(out: str, height: int, fps: int, seconds: float, pictures: list[str]) -> None:
    """Compose and write."""
    video_clip_type()  # disarms moviepy's import, which runs what a `.env` names
    from moviepy import CompositeVideoClip, ImageClip, TextClip, concatenate_videoclips, vfx

    from renderer.typesetting.fonts import bundled_face

    width = height * 16 // 9
    font = str(bundled_face("Source Serif Pro Regular").path)
    clips = []
    for number, picture in enumerate(pictures):
        still = ImageClip(picture).resized(width=width).with_duration(seconds)
        zoomed = still.resized(lambda t: 1 + 0.08 * t / seconds).with_position("center")
        caption = TextClip(
            font=font, text=f"Image {number + 1}", font_size=height // 24, color="white"
        )
        caption = caption.with_duration(seconds).with_position(("center", 0.88), relative=True)
        clip = CompositeVideoClip([zoomed, caption], size=(width, height), bg_color=(0, 0, 0))
        clips.append(clip.with_effects([vfx.CrossFadeIn(0.5)] if number else []))
    film = concatenate_videoclips(clips, method="compose", padding=-0.5, bg_color=(0, 0, 0))
    film.write_videofile(
        out,
        fps=fps,
        codec="libx264",
        preset="veryfast",
        audio=False,
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p"],
        logger=None,
    )
    print(round(film.duration * fps))


if __name__ == "__main__":
    main(
        sys.argv[1],
        int(sys.argv[2]),
        int(sys.argv[3]),
        float(sys.argv[4]),
        [str(Path(word)) for word in sys.argv[5:]],
    )
