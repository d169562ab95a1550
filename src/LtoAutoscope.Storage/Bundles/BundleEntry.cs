namespace LtoAutoscope.Storage.Bundles;

/// <summary>A file that goes into a bundle.</summary>
/// <param name="Name">Its path in the bundle, with forward slashes.</param>
/// <param name="Path">The file.</param>
internal sealed record BundleEntry(string Name, string Path);
