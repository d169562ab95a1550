using LtoAutoscope.Domain;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>What goes into a run bundle, and under whose name.</summary>
public sealed record BundleOptions
{
    private const int LongestLicence = 300;

    /// <summary>Whether the frames themselves (TIFF, and a stitched mosaic) are taken along; without them previews and overlays stay. Default true.</summary>
    public bool Frames { get; init; } = true;

    /// <summary>Whether the cell model's fields over time are taken along. Default true.</summary>
    public bool Fields { get; init; } = true;

    /// <summary>The licence under which the bundle is given away: an address such as <c>https://creativecommons.org/licenses/by/4.0/</c>, or words. Null: none is stated, and the bundle says so.</summary>
    public string? Licence { get; init; }

    /// <summary>Who made it. Default nobody is named.</summary>
    public IReadOnlyList<BundleAuthor> Authors { get; init; } = [];

    /// <summary>Throws where something does not fit.</summary>
    /// <exception cref="InputException">The licence is too long.</exception>
    public void Require()
    {
        if (Licence is { Length: > LongestLicence }) throw new InputException($"a licence of {Licence.Length} characters is too long", "licence", $"Give its address, or a name of at most {LongestLicence} characters");
    }
}
