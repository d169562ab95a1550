using System.Text.RegularExpressions;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>
/// The text of Zeiss' SmartSEM and LEO instruments: a block of bare numbers, then pairs of lines, a key such as <c>AP_WD</c> and
/// <c>WD = 8.5 mm</c> or <c>Date :24 Mar 2017</c>. Units are chosen by size (pm, nm, µm), the decimal sign by the computer's settings.
/// </summary>
/// <remarks>Source: read from public files; cgohlke/tifffile, <c>read_cz_sem</c>; hyperspy/rosettasciio, <c>rsciio/tiff</c>; no document of the maker is public.</remarks>
internal static partial class ZeissMetadata
{
    internal const ushort Tag = 34118;

    private const string Source = "Zeiss tag 34118";
    private const double DisplayWidthPx = 1024, MetresToNm = 1e9, WidthTolerance = 0.03;
    private const double LargestProbePa = 1e6;
    private const int PixelSizeNumber = 3;

    /// <summary>What the tag tells; null for text that is not of this kind.</summary>
    internal static ImageFacts? TryRead(string text, int width, int height)
    {
        (List<string> numbers, Dictionary<string, (string Label, string Value)> values) = Parse(text);
        if (values.Count == 0) return null;
        var facts = new FactsBuilder("Zeiss", Source, width, height);
        PixelSize(facts, numbers, values);
        facts.Magnification(Quantity.Magnification(Value("AP_MAG")), "AP_MAG");
        foreach (string key in (string[])["AP_ACTUALKV", "AP_MANUALKV"]) facts.BeamEnergyKv(Quantity.Kilovolts(Value(key), "kV"), key);
        facts.WorkingDistanceMm(Quantity.Nanometres(Value("AP_WD"), "mm") / 1e6, "AP_WD");
        facts.ProbeCurrentPa(Quantity.Picoamperes(Value("AP_IPROBE")), "AP_IPROBE");
        // The current of the beam at the sample on field emission instruments, of the gun (some 10 µA) on those with a filament.
        double? beam = Quantity.Picoamperes(Value("AP_BEAM_CURRENT"));
        if (beam > LargestProbePa) facts.EmissionCurrentUa(beam / 1e6, "AP_BEAM_CURRENT");
        else facts.ProbeCurrentPa(beam, "AP_BEAM_CURRENT");
        facts.DwellUs(Quantity.Microseconds(Value("DP_DWELL_TIME")), "DP_DWELL_TIME");
        facts.StageTiltDeg(Quantity.Parse(Value("AP_STAGE_AT_T"))?.Value, "AP_STAGE_AT_T");
        facts.Stage(Mm("AP_STAGE_AT_X"), Mm("AP_STAGE_AT_Y"), Mm("AP_STAGE_AT_Z"), Quantity.Parse(Value("AP_STAGE_AT_R"))?.Value, "AP_STAGE_AT_X, _Y, _Z, _R");
        facts.ApertureUm(Quantity.Nanometres(Value("AP_APERTURESIZE"), "µm") / 1e3, "AP_APERTURESIZE");
        facts.SpotSize(Value("AP_SPOT") ?? Value("AP_SPOTSIZE"), "AP_SPOT");
        foreach (string key in (string[])["DP_DETECTOR_CHANNEL", "DP_DETECTOR_TYPE"]) facts.Detector(Value(key), key);
        foreach (string key in (string[])["DP_SEM", "SV_SERIAL_NUMBER"]) facts.Instrument(Value(key), key);
        facts.SerialNumber(Value("SV_SERIAL_NUMBER"), "SV_SERIAL_NUMBER");
        facts.TakenAt(Value("AP_DATE"), Value("AP_TIME"), "AP_DATE", "d MMM yyyy H:m:s", "d.M.yyyy H:m:s", "d/M/yyyy H:m:s", "yyyy-M-d H:m:s");
        facts.Block(values.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Value)));
        return facts.Build();

        double? Mm(string key) => Quantity.Nanometres(Value(key), "mm") / 1e6;

        string? Value(string key) => values.TryGetValue(key, out var pair) ? pair.Value : null;
    }

    private static void PixelSize(FactsBuilder facts, List<string> numbers, Dictionary<string, (string Label, string Value)> values)
    {
        double resampling = 1;
        if (values.TryGetValue("DP_IMAGE_STORE", out var store) && StoredSize().Match(store.Value) is { Success: true } size)
            resampling = facts.Resampling(long.Parse(size.Groups[1].Value), long.Parse(size.Groups[2].Value), "DP_IMAGE_STORE");

        double? image = Nm("AP_IMAGE_PIXEL_SIZE") * resampling, field = Nm("AP_WIDTH");
        facts.PixelSize(image, null, "AP_IMAGE_PIXEL_SIZE");
        if (image > 0 && field > 0 && resampling == 1 && Math.Abs(image.Value * facts.Width / field.Value - 1) > WidthTolerance)
            facts.Note("AP_IMAGE_PIXEL_SIZE and AP_WIDTH contradict each other; the file may have been cut or resampled");

        // Without it: the fourth bare number is the size of a pixel on a display of 1024, in m; AP_PIXEL_SIZE is that of the display, too.
        if (image is > 0) return;
        double? display = numbers.Count > PixelSizeNumber ? Quantity.Parse(numbers[PixelSizeNumber])?.Value * MetresToNm : null;
        if (field is > 0) facts.PixelSize(field / facts.Width, null, "AP_WIDTH over the width in pixels");
        if (display is > 0.001 and < 1e6) facts.PixelSize(display * DisplayWidthPx / facts.Width, null, "fourth unnamed number");
        if (values.TryGetValue("AP_PIXEL_SIZE", out var pixel))
        {
            bool isOfImage = pixel.Label.Contains("Image", StringComparison.OrdinalIgnoreCase);
            facts.PixelSize(Nm("AP_PIXEL_SIZE") * (isOfImage ? 1 : DisplayWidthPx / facts.Width), null, "AP_PIXEL_SIZE");
        }

        double? Nm(string key) => values.TryGetValue(key, out var pair) ? Quantity.Nanometres(pair.Value) : null;
    }

    private static (List<string> Numbers, Dictionary<string, (string Label, string Value)> Values) Parse(string text)
    {
        List<string> numbers = [];
        Dictionary<string, (string, string)> values = new(StringComparer.OrdinalIgnoreCase);
        string? key = null;
        foreach (string line in VendorText.Lines(text))
        {
            if (Key().IsMatch(line))
            {
                key = line;
                continue;
            }

            if (key is null)
            {
                numbers.Add(line);
                continue;
            }

            int sign = line.IndexOfAny(['=', ':']);
            if (sign >= 0) values.TryAdd(key, (line[..sign].Trim(), line[(sign + 1)..].Trim()));
            key = "";
        }

        return (numbers, values);
    }

    [GeneratedRegex("^[A-Z]{2}_[A-Z0-9_]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"^(\d{2,6})\s*[*xX×]\s*(\d{2,6})", RegexOptions.CultureInvariant)]
    private static partial Regex StoredSize();
}
