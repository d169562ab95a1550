using LtoAutoscope.Imaging.Pyramids;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>An area on the mosaic.</summary>
/// <param name="Index">Its number, from 1; 0 for frames whose names tell no area.</param>
/// <param name="Rect">Where it lies, pixels of the mosaic.</param>
/// <param name="LeftMm">Stage x of its left edge, mm; NaN where its frames do not lie by stage position.</param>
/// <param name="TopMm">Stage y of its upper edge, mm; NaN where its frames do not lie by stage position.</param>
/// <param name="Planned">Where its planned frames were to lie; empty where the journal does not tell, or where frames do not lie by stage position.</param>
public sealed record PlacedArea(int Index, PixelRect Rect, double LeftMm, double TopMm, IReadOnlyList<PixelRect> Planned)
{
    /// <inheritdoc/>
    public bool Equals(PlacedArea? other)
        => other is not null && Index == other.Index && Rect == other.Rect && LeftMm.Equals(other.LeftMm) && TopMm.Equals(other.TopMm) && Planned.SequenceEqual(other.Planned);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Rect, LeftMm, TopMm, Planned.Count);

    /// <summary>Whether its frames lie where the stage stood; otherwise in the order in which they were taken.</summary>
    public bool IsByStage => double.IsFinite(LeftMm);
}
