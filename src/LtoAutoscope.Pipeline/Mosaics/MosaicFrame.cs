using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>A frame of a mosaic with what is known of it by now.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Area">Place of its area in the layout's list.</param>
/// <param name="Rect">Where it lies, pixels of the mosaic.</param>
/// <param name="Picture">Changes with its pixels; 0 while its reduced picture is not made yet, or where it has none.</param>
/// <param name="Analysis">Changes with what was found on it; 0 before that.</param>
/// <param name="SizeNm">Median diameter of its whole particles, nm; NaN where there is none.</param>
/// <param name="Change">Number of the change that touched it last, within this process.</param>
public sealed record MosaicFrame(FrameView Frame, int Area, PixelRect Rect, uint Picture, uint Analysis, float SizeNm, long Change)
{
    /// <summary>Whether another state of the frame shows the same, whatever the number of its change.</summary>
    public bool ShowsTheSame(MosaicFrame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rect == other.Rect && Area == other.Area && Picture == other.Picture && Analysis == other.Analysis && SizeNm.Equals(other.SizeNm)
            && Frame.Verdict == other.Frame.Verdict && Frame.WholeCount == other.Frame.WholeCount && Frame.Sha256 == other.Frame.Sha256 && Frame.Reason == other.Frame.Reason;
    }
}
