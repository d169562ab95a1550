namespace LtoAutoscope.Storage.Bundles;

/// <summary>A bundle that was written.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Files">The files in it, the manifest included.</param>
/// <param name="Bytes">Their bytes before packing.</param>
public sealed record BundleReport(string RunId, int Files, long Bytes);
