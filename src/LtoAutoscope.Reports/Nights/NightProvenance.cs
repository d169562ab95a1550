namespace LtoAutoscope.Reports.Nights;

/// <summary>What a night's figures were made with.</summary>
public sealed record NightProvenance
{
    /// <summary>Versions of the software.</summary>
    public IReadOnlyList<string> Software { get; init; } = [];

    /// <summary>Segmentation models, name and hash.</summary>
    public IReadOnlyList<string> SegmentationModels { get; init; } = [];

    /// <summary>Recipes with their versions.</summary>
    public IReadOnlyList<string> Recipes { get; init; } = [];

    /// <summary>Journals that were read, each with the number of its lines and the SHA-256 of the file as read.</summary>
    public IReadOnlyList<NightJournal> Journals { get; init; } = [];

    /// <summary>What could not be read, each with its reason; the figures lack it.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
