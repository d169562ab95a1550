namespace LtoAutoscope.Storage.Datasets;

/// <summary>One picture of a data set and where it comes from.</summary>
/// <param name="Name"><c>images/NAME.png</c> and <c>labels/NAME.png</c>.</param>
/// <param name="Particles">Outlined particles.</param>
/// <param name="RunId">The run whose frame it is, or empty.</param>
/// <param name="FrameId">The frame, or the original file's name.</param>
/// <param name="OriginalSha256">SHA-256 of the original file, or empty.</param>
/// <param name="ImageSha256">SHA-256 of <c>images/NAME.png</c>.</param>
public sealed record DatasetPicture(string Name, int Particles, string RunId, string FrameId, string OriginalSha256, string ImageSha256);
