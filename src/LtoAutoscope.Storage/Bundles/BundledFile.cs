namespace LtoAutoscope.Storage.Bundles;

/// <summary>A file as it lies in a bundle.</summary>
/// <param name="Name">Its path in the bundle, with forward slashes.</param>
/// <param name="Bytes">Its length before packing.</param>
/// <param name="Sha256">Its hash, lower-case hex.</param>
public sealed record BundledFile(string Name, long Bytes, string Sha256);
