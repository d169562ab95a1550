namespace LtoAutoscope.Storage.Datasets;

/// <summary><c>dataset.json</c>: what a data set of annotated pictures is.</summary>
public sealed record DatasetRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, from 1 on.</summary>
    public required int Version { get; init; }

    /// <summary>When it was taken in, UTC.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>Who took it in.</summary>
    public required string By { get; init; }

    /// <summary>What they said of it, or empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The folder it was read from.</summary>
    public required string ImportedFrom { get; init; }

    /// <summary>Whether the outlines came as label maps or as COCO.</summary>
    public required string OutlinesFrom { get; init; }

    /// <summary>Its pictures.</summary>
    public required IReadOnlyList<DatasetPicture> Pictures { get; init; }

    /// <summary>SHA-256 of its <c>SHA256SUMS</c>: the identity of all its files together.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Name and version, as commands take them.</summary>
    public string Reference => FormattableString.Invariant($"{Name}@{Version}");
}
