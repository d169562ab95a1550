using System.Globalization;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>
/// JEOL's text file beside the image, lines <c>$KEY value</c>: the scale bar's length in pixels (<c>$$SM_MICRON_BAR</c>) and what it stands for
/// (<c>$$SM_MICRON_MARKER</c>) give the pixel size, or in newer programs <c>$CM_FIELD_OF_VIEW 120.0µm 90.0µm</c> over <c>$CM_IMAGE_SIZE</c>, or <c>$CM_PIXEL_SIZE</c> (µm); <c>$CM_FULL_SIZE</c> is the picture
/// without the data bar.
/// </summary>
/// <remarks>Source: read from public files; FAIRmat pynxtools-em reads the same keys. The bar is told in whole pixels, so the size is good to half a pixel of it.</remarks>
internal static partial class JeolMetadata
{
    /// <summary>What the text tells; null for text that is not of this kind.</summary>
    internal static ImageFacts? TryRead(string text, string source, int width, int height)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in VendorText.Lines(text))
        {
            if (line[0] != '$') continue;
            int gap = line.IndexOfAny([' ', '\t', '=']);
            if (gap > 1) values.TryAdd(line[..gap].TrimStart('$'), line[(gap + 1)..].Trim());
        }

        if (!values.ContainsKey("SM_MICRON_BAR") && !values.ContainsKey("CM_FIELD_OF_VIEW") && !values.GetValueOrDefault("CM_LABEL", "").Contains("JEOL", StringComparison.OrdinalIgnoreCase)
            && !values.GetValueOrDefault("CM_FORMAT", "").Contains("JEOL", StringComparison.OrdinalIgnoreCase)) return null;
        var facts = new FactsBuilder("JEOL", source, width, height);
        (string sizeKey, long[] full) = Sizes(Value("CM_FULL_SIZE")) is { Length: >= 2 } whole ? ("$CM_FULL_SIZE", whole) : ("$CM_IMAGE_SIZE", Sizes(Value("CM_IMAGE_SIZE")));
        double resampling = 1;
        if (full is [long w, long h, ..])
        {
            if (w == width) facts.PictureSize(w, Math.Min(h, height), sizeKey);
            else resampling = facts.Resampling(w, h, sizeKey);
        }

        if (Quantity.Parse(Value("SM_MICRON_BAR"))?.Value is > 0 and double bar)
            facts.PixelSize(Quantity.Nanometres(Value("SM_MICRON_MARKER")) / bar * resampling, null, "$$SM_MICRON_MARKER over $$SM_MICRON_BAR");
        if (Field().Match(Value("CM_FIELD_OF_VIEW") ?? "") is { Success: true } field && full is [long across and > 0, ..])
            facts.PixelSize(Quantity.Nanometres(field.Value, "µm") / across * resampling, null, $"$CM_FIELD_OF_VIEW over {sizeKey}");
        facts.PixelSize(Quantity.Nanometres(Value("CM_PIXEL_SIZE"), "µm") * resampling, null, "$CM_PIXEL_SIZE");
        facts.Magnification(Quantity.Magnification(Value("CM_MAG")), "$CM_MAG");
        foreach (string key in (string[])["CM_ACCEL_VOLT", "CM_ACCEL_VOLTAGE"]) facts.BeamEnergyKv(Quantity.Kilovolts(Value(key), "kV"), "$" + key);
        facts.WorkingDistanceMm(Quantity.Nanometres(Value("SM_WD"), "mm") / 1e6, "$$SM_WD");
        foreach (string key in (string[])["CM_DETECTOR_NAME", "FE_DETECTOR_NAME", "CM_SIGNAL", "CM_SIGNAL_NAME"]) facts.Detector(Value(key), "$" + key);
        facts.Instrument(Value("CM_INSTRUMENT"), "$CM_INSTRUMENT");
        foreach (string place in (string[])["CM_STAGE_POS", "CM_STAGE_POSITION"])
        {
            string[] at = (Value(place) ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (at.Length >= 2) facts.Stage(Quantity.Nanometres(at[0], "mm") / 1e6, Quantity.Nanometres(at[1], "mm") / 1e6, at.Length > 2 ? Quantity.Nanometres(at[2], "mm") / 1e6 : null, null, "$" + place);
        }

        facts.TakenAt(Value("CM_DATE"), Value("CM_TIME"), "$CM_DATE", "yyyy/M/d H:m:s", "M/d/yyyy H:m:s", "d.M.yyyy H:m:s", "M/d/yyyy h:m:s tt");
        facts.Block(values);
        return facts.Build();

        string? Value(string key) => values.GetValueOrDefault(key);
    }

    private static long[] Sizes(string? text) => [.. (text ?? "").Split([' ', '\t', ',', 'x'], StringSplitOptions.RemoveEmptyEntries).Select(static part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : 0)];

    [GeneratedRegex(@"^[\d.,]+\s*[^\d\s]*", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
