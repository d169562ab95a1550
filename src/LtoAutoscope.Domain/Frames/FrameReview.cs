namespace LtoAutoscope.Domain.Frames;

/// <summary>How far the particles of a frame can be trusted.</summary>
/// <param name="OutOfDistribution">Share of the pictures on which the network was checked that are less unusual, 0…1; null where the network has no reference.</param>
/// <param name="SecondOpinionIou">Foreground IoU of the network and a method without one, 0…1; null as above.</param>
/// <param name="Flags">What speaks against the frame, in sentences without the final stop; empty for an ordinary one. A flag drops nothing by itself.</param>
public sealed record FrameReview(double? OutOfDistribution, double? SecondOpinionIou, IReadOnlyList<string> Flags)
{
    /// <summary>Nothing is known and nothing speaks against the frame.</summary>
    public static FrameReview None { get; } = new(null, null, []);

    /// <summary>Whether anything speaks against it.</summary>
    public bool IsFlagged => Flags.Count > 0;
}
