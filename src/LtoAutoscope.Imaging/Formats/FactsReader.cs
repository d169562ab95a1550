using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// Asks everything that may tell of an image, in the order in which it is trusted: the maker's own tag, OME-XML, ImageJ's description, the files beside the image,
/// and last plain resolution tags, which are believed only for sizes that no printer has.
/// </summary>
internal static class FactsReader
{
    /// <summary>Sizes in this range, nm, are taken from plain resolution tags and from ImageJ's description; others are print settings (300 dpi = 84,667 nm).</summary>
    internal const double SmallestPlausibleNm = 0.005, LargestPlausibleNm = 5000;

    private const double Agreement = 0.02;

    /// <summary>What a TIFF page and the files beside it tell.</summary>
    /// <exception cref="InputException">The pixels are not square.</exception>
    internal static ImageFacts Of(TiffPage page, byte[] file, string path)
    {
        int width = (int)Math.Min(page.Width, int.MaxValue), height = (int)Math.Min(page.Height, int.MaxValue);
        ImageFacts facts = ImageFacts.None;
        if (page.Text(ZeissMetadata.Tag) is { } zeiss) facts = facts.Or(ZeissMetadata.TryRead(zeiss, width, height) ?? ImageFacts.None);
        foreach (ushort tag in (ushort[])[FeiMetadata.HeliosTag, FeiMetadata.SfegTag])
            if (page.Text(tag) is { } fei) facts = facts.Or(FeiMetadata.TryRead(fei, $"FEI tag {tag}", width, height) ?? ImageFacts.None);
        if (page.Text(PhenomMetadata.Tag) is { } phenom) facts = facts.Or(PhenomMetadata.TryRead(phenom, width, height) ?? ImageFacts.None);
        if (page.Bytes(TescanMetadata.Tag) is { } tescan) facts = facts.Or(TescanMetadata.TryRead(TescanMetadata.TextOf(tescan.Span), "TESCAN tag 50431", width, height) ?? ImageFacts.None);
        if (facts.Vendor is null && FeiMetadata.Appended(file) is { } appended) facts = facts.Or(FeiMetadata.TryRead(appended, "FEI text at the end of the file", width, height) ?? ImageFacts.None);
        facts = facts.Or(Common(TiffTags.Of(page), width, height, strong: true)).Or(SideFiles.Read(path, width, height)).Or(Common(TiffTags.Of(page), width, height, strong: false));
        return Checked(facts);
    }

    /// <summary>What the files beside an image of another kind tell.</summary>
    internal static ImageFacts Beside(string path, int width, int height) => Checked(SideFiles.Read(path, width, height));

    private static ImageFacts Common(TiffTags tags, int width, int height, bool strong)
    {
        if (strong)
        {
            var ome = new FactsBuilder("", "OME-XML", width, height);
            if (OmeDescription.TryParse(tags.Description) is { PhysicalSizeXNm: double size } description) ome.PixelSize(size, description.PhysicalSizeYNm, "PhysicalSizeX");
            var imageJ = new FactsBuilder("", "ImageJ description", width, height);
            if (ImageJ(tags) is (double jx, double jy))
            {
                if (IsPlausible(jx) && IsPlausible(jy)) imageJ.PixelSize(jx, jy, "unit");
                else imageJ.Note(FormattableString.Invariant($"{(IsPlausible(jx) ? jy : jx):G6} nm is no possible pixel size of an electron microscope and was not used"));
            }

            return ome.Build().Or(imageJ.Build());
        }

        var plain = new FactsBuilder("", "resolution tags", width, height);
        if (Resolution(tags) is (double x, double y)) plain.PixelSize(x, y, "XResolution", isWeak: true);
        return plain.Build();
    }

    /// <summary>ImageJ writes <c>unit=…</c> into the description and pixels a unit into the resolution tags (ij.io.FileInfo).</summary>
    /// <remarks>
    /// Of a TIFF without a scale it takes over the resolution tags, with their unit (ij.io.TiffDecoder), and writes both again: inches and centimetres are print settings, or a scale that is read from the plain tags, as weak as they are.
    /// </remarks>
    private static (double XNm, double YNm)? ImageJ(TiffTags tags)
    {
        if (tags.Description is not { } text || !text.StartsWith("ImageJ=", StringComparison.Ordinal)) return null;
        string? unit = VendorText.Lines(text).FirstOrDefault(static line => line.StartsWith("unit=", StringComparison.Ordinal))?[5..];
        if (unit is null or "inch" or "in" or "cm" || LengthUnit.NanometresPer(unit) is not double nm || tags.XResolution is not > 0) return null;
        return (nm / tags.XResolution.Value, nm / (tags.YResolution is > 0 ? tags.YResolution.Value : tags.XResolution.Value));
    }

    private static (double XNm, double YNm)? Resolution(TiffTags tags)
    {
        double? unit = tags.ResolutionUnit switch
        {
            ResUnit.CENTIMETER => 1e7,
            ResUnit.INCH => 2.54e7,
            _ => null,
        };
        if (unit is not double nm || tags.XResolution is not > 0 || tags.YResolution is not > 0) return null;
        double x = nm / tags.XResolution.Value, y = nm / tags.YResolution.Value;
        return IsPlausible(x) ? (x, y) : null;
    }

    private static bool IsPlausible(double nm) => nm is >= SmallestPlausibleNm and <= LargestPlausibleNm;

    /// <summary>Notes where two strong sources contradict each other.</summary>
    private static ImageFacts Checked(ImageFacts facts)
    {
        if (facts.PixelSizes is not [PixelSizeClaim first, ..]) return facts;
        string[] contradictions = [.. facts.PixelSizes.Skip(1).Where(claim => !claim.IsWeak && Math.Abs(claim.Nm / first.Nm - 1) > Agreement)
            .Select(claim => FormattableString.Invariant($"{claim.Source} says {claim.Nm:G6} nm a pixel; {first.Source}, {first.Nm:G6} nm, goes before it"))];
        return contradictions.Length == 0 ? facts : facts with { Notes = [.. facts.Notes, .. contradictions] };
    }
}
