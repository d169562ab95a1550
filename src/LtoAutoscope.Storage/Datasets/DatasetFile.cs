namespace LtoAutoscope.Storage.Datasets;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Relative, with forward slashes: <c>images/NAME.png</c>, <c>labels/NAME.png</c>, <c>manifest.csv</c>.</param>
/// <param name="Bytes">Its content.</param>
public sealed record DatasetFile(string Path, byte[] Bytes);
