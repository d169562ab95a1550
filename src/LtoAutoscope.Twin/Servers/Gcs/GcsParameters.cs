using System.Globalization;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>The numbered parameters that <c>SPA?</c> tells: those that public clients ask for.</summary>
internal static class GcsParameters
{
    /// <summary>The least velocity or acceleration that can be set, as a share of the greatest.</summary>
    public const double Least = 1e-6;

    private const uint Velocity = 0x49;
    private const uint ReferenceVelocity = 0x50;
    private const uint Acceleration = 0xB;
    private const uint Deceleration = 0xC;

    public static readonly SortedDictionary<uint, (string Type, string Name)> Known = new()
    {
        [0xA] = ("FLOAT", "maximum closed-loop velocity"),
        [Acceleration] = ("FLOAT", "current closed-loop acceleration"),
        [Deceleration] = ("FLOAT", "current closed-loop deceleration"),
        [0xE] = ("INT", "numerator of the counts-per-unit factor"),
        [0xF] = ("INT", "denominator of the counts-per-unit factor"),
        [0x14] = ("INT", "has reference (0 = no, 1 = yes)"),
        [0x15] = ("FLOAT", "maximum travel in positive direction"),
        [0x16] = ("FLOAT", "value at reference position"),
        [0x30] = ("FLOAT", "maximum travel in negative direction"),
        [0x32] = ("INT", "has no limit switch (0 = has, 1 = has not)"),
        [0x3C] = ("CHAR", "stage name"),
        [Velocity] = ("FLOAT", "current closed-loop velocity"),
        [0x4A] = ("FLOAT", "maximum closed-loop acceleration"),
        [0x4B] = ("FLOAT", "maximum closed-loop deceleration"),
        [ReferenceVelocity] = ("FLOAT", "velocity for reference moves"),
        [0x70] = ("INT", "reference signal type"),
    };

    public static string Read(GcsAxis axis, uint id) => id switch
    {
        0xA => GcsController.Number(axis.Limits.Speed),
        Acceleration => GcsController.Number(axis.Acceleration),
        Deceleration => GcsController.Number(axis.Deceleration),
        0xE => "1000000",
        0xF => "1",
        0x14 => "1",
        0x15 => GcsController.Number(axis.High),
        0x16 => GcsController.Number(axis.Reference),
        0x30 => GcsController.Number(axis.Low),
        0x32 => "0",
        0x3C => "TWIN-STAGE",
        Velocity => GcsController.Number(axis.Velocity),
        0x4A or 0x4B => GcsController.Number(axis.Limits.Acceleration),
        ReferenceVelocity => GcsController.Number(axis.ReferenceVelocity),
        0x70 => "0",
        _ => throw new GcsRefusal(GcsError.UnknownParameter),
    };

    public static void Write(GcsAxis axis, uint id, string text)
    {
        if (!Known.ContainsKey(id)) throw new GcsRefusal(GcsError.UnknownParameter);
        if (id is not (Velocity or ReferenceVelocity or Acceleration or Deceleration)) throw new GcsRefusal(GcsError.Range);
        double value = Value(text);
        bool isSpeed = id is Velocity or ReferenceVelocity;
        double greatest = isSpeed ? axis.Limits.Speed : axis.Limits.Acceleration;
        if (value < greatest * Least || value > greatest) throw new GcsRefusal(isSpeed ? GcsError.VelocityLimit : GcsError.Range);
        if (id == Velocity) axis.Velocity = value;
        else if (id == ReferenceVelocity) axis.ReferenceVelocity = value;
        else if (id == Acceleration) axis.Acceleration = value;
        else axis.Deceleration = value;
    }

    /// <summary>A parameter's number, decimal or <c>0x</c> and hexadecimal.</summary>
    public static uint Number(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? id : throw new GcsRefusal(GcsError.Syntax);
    }

    /// <summary>A finite number.</summary>
    public static double Value(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw new GcsRefusal(GcsError.Syntax);

    public static string[] Help() =>
    [
        "The following parameters are valid:",
        .. Known.Select(entry => $"0x{entry.Key:X}=\t0\t1\t{entry.Value.Type}\tmotorcontroller\t{entry.Value.Name}"),
        "end of help",
    ];
}
