using System.Globalization;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>
/// JEOL's text file beside the image, lines <c>$KEY value</c>: the scale bar's length in pixels (<c>$$SM_MICRON_BAR</c>) and what it stands for
/// (<c>$$SM_MICRON_MARKER</c>) give the pixel size, <c>$CM_FULL_SIZE</c> the picture without the data bar.
/// </summary>
/// <remarks>Source: read from public files; FAIRmat pynxtools-em reads the same keys. The bar is told in whole pixels, so the size is good to half a pixel of it.</remarks>
internal static class JeolMetadata
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

        if (!values.ContainsKey("SM_MICRON_BAR") && !values.GetValueOrDefault("CM_LABEL", "").Contains("JEOL", StringComparison.OrdinalIgnoreCase)
            && !values.GetValueOrDefault("CM_FORMAT", "").Contains("JEOL", StringComparison.OrdinalIgnoreCase)) return null;
        var facts = new FactsBuilder("JEOL", source, width, height);
        long[] full = [.. (Value("CM_FULL_SIZE") ?? "").Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : 0)];
        double resampling = 1;
        if (full is [long w, long h, ..])
        {
            if (w == width) facts.PictureSize(w, Math.Min(h, height), "$CM_FULL_SIZE");
            else resampling = facts.Resampling(w, h, "$CM_FULL_SIZE");
        }

        if (Quantity.Parse(Value("SM_MICRON_BAR"))?.Value is > 0 and double bar)
            facts.PixelSize(Quantity.Nanometres(Value("SM_MICRON_MARKER")) / bar * resampling, null, "$$SM_MICRON_MARKER over $$SM_MICRON_BAR");
        facts.Magnification(Quantity.Magnification(Value("CM_MAG")), "$CM_MAG");
        foreach (string key in (string[])["CM_ACCEL_VOLT", "CM_ACCEL_VOLTAGE"]) facts.BeamEnergyKv(Quantity.Kilovolts(Value(key), "kV"), "$" + key);
        facts.WorkingDistanceMm(Quantity.Nanometres(Value("SM_WD"), "mm") / 1e6, "$$SM_WD");
        foreach (string key in (string[])["CM_DETECTOR_NAME", "CM_SIGNAL", "CM_SIGNAL_NAME"]) facts.Detector(Value(key), "$" + key);
        facts.Instrument(Value("CM_INSTRUMENT"), "$CM_INSTRUMENT");
        facts.TakenAt(Value("CM_DATE"), Value("CM_TIME"), "$CM_DATE", "yyyy/M/d H:m:s", "M/d/yyyy H:m:s", "d.M.yyyy H:m:s", "M/d/yyyy h:m:s tt");
        facts.Block(values);
        return facts.Build();

        string? Value(string key) => values.GetValueOrDefault(key);
    }
}
