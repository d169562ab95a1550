namespace LtoAutoscope.Pipeline.Running;

/// <summary>A segmentation network to be used.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Identity">What is written down: name and SHA-256.</param>
public sealed record RunModel(string Path, string Identity)
{
    private const string HashMark = "sha256:";

    /// <summary>SHA-256 of its file, lower-case hex.</summary>
    public string Sha256 => HashOf(Identity);

    /// <summary>What is written down of a file.</summary>
    internal static string IdentityOf(string name, string sha256) => $"{name} {HashMark}{sha256}";

    /// <summary>The hash in what was written down; empty where there is none.</summary>
    internal static string HashOf(string identity) => identity.LastIndexOf(HashMark, StringComparison.Ordinal) is var at and >= 0 ? identity[(at + HashMark.Length)..].Trim() : "";
}
