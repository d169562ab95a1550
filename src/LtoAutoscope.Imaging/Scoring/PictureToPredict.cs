namespace LtoAutoscope.Imaging.Scoring;

/// <summary>A picture that is to be segmented.</summary>
/// <param name="Name">Where its mask goes under the output folder, without extension: <c>SOURCE/NAME</c> or <c>NAME</c>.</param>
/// <param name="ImagePath">The picture.</param>
/// <param name="LabelPath">Its true mask, or null.</param>
public sealed record PictureToPredict(string Name, string ImagePath, string? LabelPath);
