using System.Globalization;

namespace LtoAutoscope.Imaging.Marks;

/// <summary>A scale bar that is drawn into an image.</summary>
/// <param name="X">First column of the bar in the image.</param>
/// <param name="Y">Row of its middle.</param>
/// <param name="LengthPx">Its length from outer edge to outer edge, pixels.</param>
/// <param name="HasTicks">Whether it ends in ticks.</param>
/// <param name="HasLabel">Whether letters stand beside it.</param>
public sealed record FoundScaleBar(int X, int Y, int LengthPx, bool HasTicks, bool HasLabel)
{
    /// <summary>Whether it may be pointed out to a person: it looks more like a scale bar than like any bright line.</summary>
    public bool IsLikely => HasTicks || HasLabel;

    /// <summary>Length and place in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a scale bar of {LengthPx} px from column {X} in row {Y}");
}
