using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>One frame on the film strip.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Metadata">What is known of it.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">The reason in a sentence with figures.</param>
/// <param name="WholeCount">Particles that count; null before the analysis.</param>
/// <param name="BorderCount">Particles at the border; null before the analysis.</param>
/// <param name="Sha256">Hash of the file.</param>
public sealed record FrameView(
    string RunId, FrameMetadata Metadata, FrameVerdict Verdict, string Reason, int? WholeCount, int? BorderCount, string Sha256)
{
    /// <summary>What its review says against it, in sentences without the final stop; empty for an ordinary frame.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
