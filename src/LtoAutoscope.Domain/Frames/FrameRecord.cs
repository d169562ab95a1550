namespace LtoAutoscope.Domain.Frames;

/// <summary>A frame that lies safely on the disk.</summary>
/// <param name="Metadata">What is known of it.</param>
/// <param name="RelativePath">Path inside the run folder, with forward slashes, such as <c>frames/a02-f0007.tif</c>.</param>
/// <param name="Sha256">Hash of the whole file, lower-case hex.</param>
public sealed record FrameRecord(FrameMetadata Metadata, string RelativePath, string Sha256);
