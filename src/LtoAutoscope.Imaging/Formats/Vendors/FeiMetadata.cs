using System.Globalization;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>The INI text of FEI and Thermo Fisher instruments: tags 34680 (SFEG) and 34682 (Helios), or appended to the file. Values are in SI units.</summary>
/// <remarks>Source: read from public files; cgohlke/tifffile, <c>read_fei_metadata</c>; hyperspy/rosettasciio, <c>rsciio/tiff</c>; imageio's FEI plug-in for the appended text.</remarks>
internal static class FeiMetadata
{
    internal const ushort SfegTag = 34680, HeliosTag = 34682;

    /// <summary>What the text tells; null for text that is not of this kind.</summary>
    internal static ImageFacts? TryRead(string text, string source, int width, int height)
    {
        IniText ini = IniText.Parse(text);
        if (!ini.Has("User") && !ini.Has("System") && !ini.Has("Scan") && !ini.Has("Beam")) return null;
        var facts = new FactsBuilder("FEI/Thermo Fisher", source, width, height);
        string beam = ini["Beam", "Beam"] ?? "EBeam", scan = ini["Beam", "Scan"] ?? "EScan";
        facts.PictureSize(ini.Whole("Image", "ResolutionX"), ini.Whole("Image", "ResolutionY"), "[Image] ResolutionX, ResolutionY");
        if (ini.Whole("PrivateFei", "DatabarHeight") is > 0 and long bar) facts.PictureSize(width, height - bar, "[PrivateFei] DatabarHeight");
        PixelSize(facts, ini, beam, scan);
        foreach (string section in (string[])[beam, "Beam"]) facts.BeamEnergyKv(Quantity.Kilovolts(ini[section, "HV"]), $"[{section}] HV");
        facts.WorkingDistanceMm(ini.Number(beam, "WD") * 1e3, $"[{beam}] WD");
        facts.WorkingDistanceMm(ini.Number("Stage", "WorkingDistance") * 1e3, "[Stage] WorkingDistance");
        facts.ProbeCurrentPa(Quantity.Picoamperes(ini[beam, "BeamCurrent"]), $"[{beam}] BeamCurrent");
        facts.DwellUs(Quantity.Microseconds(ini["Scan", "Dwelltime"] ?? ini[scan, "Dwell"]), "[Scan] Dwelltime");
        facts.StageTiltDeg((ini.Number("Stage", "StageT") ?? ini.Number(beam, "StageTa")) * 180 / Math.PI, "[Stage] StageT");
        facts.Stage(ini.Number("Stage", "StageX") * 1e3, ini.Number("Stage", "StageY") * 1e3, ini.Number("Stage", "StageZ") * 1e3, ini.Number("Stage", "StageR") * 180 / Math.PI, "[Stage] StageX, StageY, StageZ, StageR");
        facts.EmissionCurrentUa(Quantity.Picoamperes(ini[beam, "EmissionCurrent"]) / 1e6, $"[{beam}] EmissionCurrent");
        facts.ApertureUm(ini.Number(beam, "ApertureDiameter") * 1e6, $"[{beam}] ApertureDiameter");
        facts.SpotSize(ini["Beam", "Spot"] ?? ini[beam, "Spot"], "[Beam] Spot");
        facts.Detector($"{ini["Detectors", "Name"]} {ini["Detectors", "Mode"]}", "[Detectors] Name, Mode");
        facts.Instrument(ini["System", "SystemType"] ?? ini["System", "Type"], "[System] SystemType");
        facts.SerialNumber(ini["System", "Dnumber"], "[System] Dnumber");
        if (ini.Number("System", "DisplayWidth") is > 0 and double display && HorizontalField(ini, beam) is > 0 and double field)
            facts.Magnification(display / field, "[System] DisplayWidth over the field width");
        // Day first whatever the computer's settings, which [User] Date follows.
        facts.TakenAt(ini["PrivateFei", "TimeOfCreation"]?.Split(' ')[0], ini["PrivateFei", "TimeOfCreation"]?.Split(' ')[^1], "[PrivateFei] TimeOfCreation", "d.M.yyyy H:m:s");
        facts.TakenAt(ini["User", "Date"], ini["User", "Time"], "[User] Date, month first",
            "M/d/yyyy h:m:s tt", "M/d/yyyy H:m:s", "d/M/yyyy H:m:s", "d.M.yyyy H:m:s", "yyyy-M-d H:m:s");
        facts.Block(ini.All);
        return facts.Build();
    }

    /// <summary>The INI text at the end of a file without the tag; null where there is none.</summary>
    internal static string? Appended(ReadOnlySpan<byte> file)
    {
        const int longest = 256 * 1024;
        ReadOnlySpan<byte> tail = file[Math.Max(0, file.Length - longest)..];
        int start = tail.LastIndexOf("[User]"u8);
        return start >= 0 && tail[start..].IndexOf("PixelWidth"u8) >= 0 ? VendorText.Decode(tail[start..]) : null;
    }

    private static void PixelSize(FactsBuilder facts, IniText ini, string beam, string scan)
    {
        foreach (string section in (string[])["Scan", scan])
        {
            if (ini.Number(section, "PixelWidth") is not double x) continue;
            facts.PixelSize(x * 1e9, ini.Number(section, "PixelHeight") * 1e9, $"[{section}] PixelWidth, PixelHeight");
            return;
        }

        long pictureWidth = ini.Whole("Image", "ResolutionX") ?? facts.Width;
        if (pictureWidth > 0 && HorizontalField(ini, beam) is double field)
            facts.PixelSize(field * 1e9 / pictureWidth, null, string.Create(CultureInfo.InvariantCulture, $"field width over {pictureWidth} pixels"));
    }

    private static double? HorizontalField(IniText ini, string beam)
        => ini.Number("Scan", "HorFieldsize") ?? ini.Number(beam, "HFW") ?? ini.Number("EBeam", "HFW") ?? ini.Number("IRBeam", "HFW");
}
