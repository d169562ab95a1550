namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>
/// TESCAN's keys, in tag 50431 (behind a binary prefix) or in a <c>.hdr</c> file with <c>[MAIN]</c> and <c>[SEM]</c> beside the image. Values are in SI units;
/// <c>ImageStripSize</c> is the height of the data bar, <c>ViewFieldsCountX</c> and <c>Y</c> the number of views, of one place with several detectors, above it.
/// </summary>
/// <remarks>Source: read from public files; hyperspy/rosettasciio, FAIRmat pynxtools-em and NIST NexusLIMS read the same keys.</remarks>
internal static class TescanMetadata
{
    internal const ushort Tag = 50431;

    /// <summary>What the text tells; null for text that is not of this kind.</summary>
    internal static ImageFacts? TryRead(string text, string source, int width, int height)
    {
        IniText ini = IniText.Parse(text);
        if (ini.Any("PixelSizeX") is null && ini.Any("HV") is null) return null;
        var facts = new FactsBuilder("TESCAN", source, width, height);
        facts.PixelSize(Number("PixelSizeX") * 1e9, Number("PixelSizeY") * 1e9, "PixelSizeX, PixelSizeY");
        int columns = Views("ViewFieldsCountX"), rows = Views("ViewFieldsCountY");
        long strip = Number("ImageStripSize") is > 0 and < 1e6 and double bar ? (long)bar : 0;
        if (strip > 0 || columns > 1 || rows > 1) facts.PictureSize(width / columns, (height - strip) / rows, columns > 1 || rows > 1 ? "ViewFieldsCountX, ViewFieldsCountY, ImageStripSize" : "ImageStripSize", rows);
        facts.Magnification(Quantity.Magnification(ini.Any("Magnification")), "Magnification");
        foreach (string key in (string[])["HV", "AcceleratorVoltage"]) facts.BeamEnergyKv(Quantity.Kilovolts(ini.Any(key)), key);
        facts.WorkingDistanceMm(Number("WD") * 1e3, "WD");
        foreach (string key in (string[])["PredictedBeamCurrent", "BeamCurrent"]) facts.ProbeCurrentPa(Quantity.Picoamperes(ini.Any(key)), key);
        facts.DwellUs(Quantity.Microseconds(ini.Any("DwellTime")), "DwellTime");
        facts.StageTiltDeg(Number("StageTilt"), "StageTilt");
        facts.Stage(Number("StageX") * 1e3, Number("StageY") * 1e3, Number("StageZ") * 1e3, Number("StageRotation"), "StageX, StageY, StageZ, StageRotation");
        facts.EmissionCurrentUa(Quantity.Picoamperes(ini.Any("EmissionCurrent")) / 1e6, "EmissionCurrent");
        facts.SpotSize(ini.Any("SpotSize"), "SpotSize");
        foreach (string key in (string[])["Detector", "Detector0"]) facts.Detector(ini.Any(key), key);
        facts.Instrument(ini.Any("Device"), "Device");
        facts.SerialNumber(ini.Any("SerialNumber"), "SerialNumber");
        facts.TakenAt(ini.Any("Date"), ini.Any("Time"), "Date", "yyyy-M-d H:m:s", "d.M.yyyy H:m:s", "M/d/yyyy h:m:s tt", "d/M/yyyy H:m:s");
        facts.Block(ini.All);
        return facts.Build();

        double? Number(string key) => Quantity.Parse(ini.Any(key))?.Value;

        int Views(string key) => Number(key) is >= 1 and <= 16 and double views ? (int)views : 1;
    }

    /// <summary>The text of tag 50431 behind its binary prefix.</summary>
    internal static string TextOf(ReadOnlySpan<byte> tag)
    {
        // The first of the keys, which stand in the order of the alphabet; what comes before is binary.
        int start = -1;
        foreach (byte[] key in (byte[][])["[MAIN]"u8.ToArray(), "AccFrames="u8.ToArray(), "Company="u8.ToArray(), "Date="u8.ToArray(), "Description="u8.ToArray(), "Device="u8.ToArray()])
        {
            int found = tag.IndexOf(key);
            if (found >= 0 && (start < 0 || found < start)) start = found;
        }

        return VendorText.Decode(tag[Math.Max(0, start)..]);
    }
}
