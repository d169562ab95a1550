namespace LtoAutoscope.Storage.Bundles;

/// <summary>What the check of a bundle found.</summary>
/// <param name="Path">The file.</param>
/// <param name="RunId">The run in it; null where none can be told.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Bytes">Their bytes before packing.</param>
/// <param name="Problems">What is wrong, each in a sentence; empty when it is sound.</param>
public sealed record BundleCheck(string Path, string? RunId, int Files, long Bytes, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
