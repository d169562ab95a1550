namespace LtoAutoscope.Imaging.Formats;

/// <summary>Units of length as image files write them.</summary>
internal static class LengthUnit
{
    /// <summary>How many nm the unit has; null for a word that is no length (“pixel”) or not known.</summary>
    internal static double? NanometresPer(string unit) => unit.Trim().Replace("\\u00B5", "µ", StringComparison.Ordinal) switch
    {
        "pm" => 1e-3,
        "Å" or "A" or "angstrom" => 0.1,
        "nm" or "nanometer" or "nanometre" => 1,
        "µm" or "μm" or "um" or "micron" or "microns" or "micrometer" or "micrometre" => 1e3,
        "mm" => 1e6,
        "cm" => 1e7,
        "m" => 1e9,
        "in" or "inch" => 2.54e7,
        _ => null,
    };
}
