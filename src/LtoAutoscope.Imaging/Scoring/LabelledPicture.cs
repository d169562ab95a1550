namespace LtoAutoscope.Imaging.Scoring;

/// <summary>One picture of a set with true instance masks.</summary>
/// <param name="Source">The set it belongs to: the manifest's <c>source</c>, else the folder's name.</param>
/// <param name="Split">The manifest's <c>split</c> (train, val, test), or empty.</param>
/// <param name="Name">File name without extension.</param>
/// <param name="LabelPath">The true instance mask.</param>
/// <param name="ImagePath">The picture; null where it is not beside its mask.</param>
public sealed record LabelledPicture(string Source, string Split, string Name, string LabelPath, string? ImagePath);
