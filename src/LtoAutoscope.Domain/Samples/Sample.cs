namespace LtoAutoscope.Domain.Samples;

/// <summary>A powder on a stub, as a scientist registers it.</summary>
public sealed record Sample
{
    /// <summary>Unique name: letters, digits, dot, dash and underscore, at most 64 (it names folders).</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The stub of the holder map on which it sits.</summary>
    public required string Stub { get; init; }

    /// <summary>Name of the material in config/materials, such as <c>lto</c>.</summary>
    public string Material { get; init; } = "lto";

    /// <summary>What the maker expects, nm; guides magnification, never the result. Null when unknown.</summary>
    public double? ExpectedDiameterNm { get; init; }

    /// <summary>A reservation about the scale that goes with all its figures, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>The batch that it belongs to, at most 64 characters; empty when none.</summary>
    public string Batch { get; init; } = "";

    /// <summary>How it was made, or null.</summary>
    public Synthesis? Synthesis { get; init; }

    /// <summary>Specific surface by nitrogen adsorption (Brunauer, Emmett, Teller), m²/g, above 0 and at most 5,000; null when not measured.</summary>
    public double? BetAreaM2PerG { get; init; }

    /// <summary>What X-ray diffraction showed: phases, crystallite size; at most 4,000 characters.</summary>
    public string XrdNotes { get; init; } = "";

    /// <summary>What X-ray diffraction gave in figures, or null.</summary>
    public XrdResult? Xrd { get; init; }

    /// <summary>Problems with the record, empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (!SampleName.IsValid(Name)) problems.Add($"name: '{Name}' must have 1 to 64 letters, digits, '.', '-' or '_', and start with a letter or digit");
        if (string.IsNullOrWhiteSpace(Stub)) problems.Add("stub: name the stub on which the sample sits");
        if (ExpectedDiameterNm is <= 0 or > 1e6) problems.Add($"expected_diameter_nm: {ExpectedDiameterNm} must lie above 0 and at most 1,000,000 nm");
        if (Batch.Length > 64) problems.Add($"batch: {Batch.Length} characters are too many; at most 64");
        if (BetAreaM2PerG is not (null or (> 0 and <= 5000))) problems.Add(FormattableString.Invariant($"bet_area_m2_per_g: {BetAreaM2PerG} must lie above 0 and at most 5,000 m²/g"));
        if (XrdNotes.Length > 4000) problems.Add($"xrd_notes: {XrdNotes.Length} characters are too many; at most 4,000");
        if (Xrd is { } xrd) problems.AddRange(xrd.Validate());
        if (Synthesis is { } synthesis) problems.AddRange(synthesis.Validate());
        return problems;
    }
}
