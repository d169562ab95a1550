using System.Globalization;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>Hitachi's text file beside the image, section <c>[SemImageFile]</c>: pixel size and place of the stage in nm, voltage with unit, working distance in µm.</summary>
/// <remarks>Source: read from public files; FAIRmat pynxtools-em and Bio-Formats read the same keys. UTF-16 has been seen.</remarks>
internal static class HitachiMetadata
{
    private const double PhotoWidthNm = 127e6;

    /// <summary>What the text tells; null for text that is not of this kind.</summary>
    internal static ImageFacts? TryRead(string text, string source, int width, int height)
    {
        IniText ini = IniText.Parse(text);
        string section = ini.Has("SemImageFile") ? "SemImageFile" : "TemImageFile";
        if (!ini.Has(section)) return null;
        var facts = new FactsBuilder("Hitachi", source, width, height);
        (long? storedWidth, long? storedHeight) = Size(ini[section, "DataSize"]);
        double resampling = 1;
        if (storedWidth == width) facts.PictureSize(width, storedHeight is > 0 && storedHeight < height ? storedHeight : height, "DataSize");
        else resampling = facts.Resampling(storedWidth, storedHeight, "DataSize");
        double? magnification = Quantity.Magnification(ini[section, "Magnification"]);
        if (Quantity.Nanometres(ini[section, "PixelSize"], "nm") is double size) facts.PixelSize(size * resampling, null, "PixelSize");
        else if (magnification is > 0) facts.PixelSize(PhotoWidthNm / magnification / width, null, "Magnification of a photo 127 mm wide");
        facts.Magnification(magnification, "Magnification");
        facts.BeamEnergyKv(Quantity.Kilovolts(ini[section, "AcceleratingVoltage"]), "AcceleratingVoltage");
        facts.WorkingDistanceMm(Quantity.Nanometres(ini[section, "WorkingDistance"], "µm") / 1e6, "WorkingDistance");
        facts.Stage(Mm("StagePositionX"), Mm("StagePositionY"), Mm("StagePositionZ"), null, "StagePositionX, StagePositionY, StagePositionZ");
        facts.EmissionCurrentUa(Quantity.Picoamperes(ini[section, "EmissionCurrent"]) / 1e6, "EmissionCurrent");
        foreach (string key in (string[])["SignalName", "Signal"]) facts.Detector(ini[section, key], key);
        foreach (string key in (string[])["InstructName", "Instrument name", "InstrumentName"]) facts.Instrument(ini[section, key], key);
        facts.SerialNumber(ini[section, "SerialNumber"], "SerialNumber");
        facts.TakenAt(ini[section, "Date"], ini[section, "Time"], "Date", "M/d/yyyy H:m:s", "yyyy/M/d H:m:s", "d.M.yyyy H:m:s", "M/d/yyyy h:m:s tt");
        facts.Block(ini.All);
        return facts.Build();

        double? Mm(string key) => Quantity.Nanometres(ini[section, key], "nm") / 1e6;
    }

    private static (long? Width, long? Height) Size(string? text)
    {
        string[] parts = text?.Split(['x', 'X', '*'], StringSplitOptions.TrimEntries) ?? [];
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long w) && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long h)
            ? (w, h) : (null, null);
    }
}
