namespace LtoAutoscope.Storage.Models;

/// <summary><c>model.json</c>: a registered segmentation network.</summary>
public sealed record ModelRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of <c>model.onnx</c>, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of <c>model.onnx</c>.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Who registered it.</summary>
    public required string By { get; init; }

    /// <summary>What they said of it, or empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the file says of itself: the parent's and the data set's hash and the scores of its training among it.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>SHA-256 of the network that its training began with, or null.</summary>
    public string? ParentSha256 => Metadata.GetValueOrDefault("parent_sha256");

    /// <summary>SHA-256 of the data set that it was trained on, or null.</summary>
    public string? DataSha256 => Metadata.GetValueOrDefault("data_sha256");

    /// <summary>Name and version, as commands take them.</summary>
    public string Reference => $"{Name}@{Version}";

    /// <summary>What runs write down: reference and hash.</summary>
    public string Identity => $"{Reference} sha256:{Sha256}";
}
