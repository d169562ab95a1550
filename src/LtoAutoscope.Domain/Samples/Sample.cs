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

    /// <summary>Problems with the record, empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (!SampleName.IsValid(Name)) problems.Add($"name: '{Name}' must have 1 to 64 letters, digits, '.', '-' or '_', and start with a letter or digit");
        if (string.IsNullOrWhiteSpace(Stub)) problems.Add("stub: name the stub on which the sample sits");
        if (ExpectedDiameterNm is <= 0 or > 1e6) problems.Add($"expected_diameter_nm: {ExpectedDiameterNm} must lie above 0 and at most 1,000,000 nm");
        return problems;
    }
}
