namespace LtoAutoscope.Fem.CellTests;

/// <summary>Units that columns of cell tests come in.</summary>
public static class TestUnits
{
    /// <summary>The unit of times that are written as h:mm:ss, d hh:mm:ss or a date.</summary>
    public const string Clock = "h:mm:ss";

    private static readonly (string Unit, double Factor, string[] Words)[] Time =
    [
        ("s", 1, ["s", "sec", "secs", "second", "seconds"]), ("min", 60, ["min", "minute", "minutes"]), ("h", 3600, ["h", "hr", "hrs", "hour", "hours"]), ("ms", 1e-3, ["ms", "millisecond"]), ("d", 86400, ["d", "day", "days"]),
        (Clock, 1, ["h:mm:ss", "h:min:s.ms", "hh:mm:ss", "hh:mm:ss.ms", "h:m:s", "h:m:s.ms", "hh:mm:ss.sss", "h:min:s"]),
    ];

    private static readonly (string Unit, double Factor, string[] Words)[] Voltage = [("V", 1, ["v", "volt", "volts", "v vs. ref."]), ("mV", 1e-3, ["mv", "millivolt"])];
    private static readonly (string Unit, double Factor, string[] Words)[] Current =
        [("A", 1, ["a", "ampere", "amp", "amps"]), ("mA", 1e-3, ["ma", "milliampere", "mamps"]), ("µA", 1e-6, ["ua", "µa", "μa", "microampere"])];

    private static readonly (string Unit, double Factor, string[] Words)[] Charge =
    [
        ("Ah", 1, ["ah", "a.h", "a·h", "ahr", "amp-hr", "ampere hour", "ampere-hour"]), ("mAh", 1e-3, ["mah", "ma.h", "ma·h", "mahr", "mamp-hr"]), ("µAh", 1e-6, ["uah", "µah", "μah", "ua.h"]),
        ("C", 1 / 3600.0, ["c", "coulomb", "as", "a.s"]),
    ];

    /// <summary>Temperature is the one quantity with an offset, so its factor is 1. Exports whose encoding lacks the degree sign write a question mark for it.</summary>
    private static readonly (string Unit, double Factor, string[] Words)[] Temperature = [("°C", 1, ["c", "°c", "degc", "celsius", "deg c", "degree celsius", "øc", "â°c", "\uFFFDc", "?c", "\uFFFD", "?"]), ("K", 1, ["k", "kelvin"])];

    /// <summary>The units that a quantity may be in; empty where it has none.</summary>
    public static IReadOnlyList<string> Of(TestQuantity quantity) => [.. Table(quantity).Select(entry => entry.Unit)];

    /// <summary>The unit of a word in a header, or null.</summary>
    public static string? Find(TestQuantity quantity, string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        string small = word.Trim().ToLowerInvariant();
        foreach (var (unit, _, words) in Table(quantity))
            if (words.Contains(small)) return unit;
        return null;
    }

    /// <summary>Whether some quantity knows the word as a unit.</summary>
    internal static bool IsUnit(string word) => Enum.GetValues<TestQuantity>().Any(quantity => Find(quantity, word) is not null);

    /// <summary>What takes a figure to s, V, A, K or Ah: value · factor + offset; null where the quantity does not come in the unit.</summary>
    internal static (double Factor, double Offset)? Scale(TestQuantity quantity, string unit)
    {
        if (Table(quantity).Length == 0) return (1, 0);
        foreach (var (known, factor, _) in Table(quantity))
            if (known == unit) return (factor, known == "°C" ? 273.15 : 0);
        return null;
    }

    private static (string Unit, double Factor, string[] Words)[] Table(TestQuantity quantity) => quantity switch
    {
        TestQuantity.Time or TestQuantity.StepTime => Time,
        TestQuantity.Voltage => Voltage,
        TestQuantity.Current => Current,
        TestQuantity.Temperature => Temperature,
        TestQuantity.ChargeCapacity or TestQuantity.DischargeCapacity or TestQuantity.Capacity or TestQuantity.NetCharge or TestQuantity.ChargeStep => Charge,
        _ => [],
    };
}
