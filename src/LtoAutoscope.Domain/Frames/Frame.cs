namespace LtoAutoscope.Domain.Frames;

/// <summary>One exposure: pixels and what is known of them.</summary>
public sealed record Frame(FrameMetadata Metadata, GreyImage Image);
