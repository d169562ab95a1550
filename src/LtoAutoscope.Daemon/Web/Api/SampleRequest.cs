using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A sample to queue.</summary>
public sealed record SampleRequest
{
    /// <summary>Its name: letters, digits, dot, dash and underscore, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>The stub on which it sits.</summary>
    public required string Stub { get; init; }

    /// <summary>Name of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the material.</summary>
    public string Material { get; init; } = "lto";

    /// <summary>The diameter that its maker expects, nm, or null.</summary>
    public double? ExpectedDiameterNm { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public string? ScaleNote { get; init; }

    internal Sample ToSample() => new()
    {
        Name = Name,
        Stub = Stub,
        Description = Description,
        Material = Material,
        ExpectedDiameterNm = ExpectedDiameterNm,
        ScaleNote = ScaleNote,
    };
}
