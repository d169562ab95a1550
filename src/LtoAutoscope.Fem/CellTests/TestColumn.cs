using System.Text.RegularExpressions;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>What a column holds and the factor (and offset) that takes it to SI, from its header.</summary>
/// <param name="Index">Position in the row, from 0.</param>
/// <param name="Factor">SI value = value · factor + offset.</param>
/// <param name="Offset">See factor.</param>
internal readonly partial record struct TestColumn(int Index, double Factor, double Offset = 0)
{
    private static readonly Dictionary<TestQuantity, (string[] Names, (string Unit, double Factor, double Offset)[] Units)> Known = new()
    {
        [TestQuantity.Time] = (
            ["test time", "time", "total time", "elapsed time", "t"],
            [("s", 1, 0), ("sec", 1, 0), ("second", 1, 0), ("seconds", 1, 0), ("min", 60, 0), ("minute", 60, 0), ("h", 3600, 0), ("hr", 3600, 0), ("hour", 3600, 0)]),
        [TestQuantity.Voltage] = (
            ["voltage", "cell voltage", "potential", "ewe", "ecell", "u", "v"],
            [("v", 1, 0), ("volt", 1, 0), ("mv", 1e-3, 0), ("millivolt", 1e-3, 0)]),
        [TestQuantity.Current] = (
            ["current", "i", "<i>"],
            [("a", 1, 0), ("ampere", 1, 0), ("ma", 1e-3, 0), ("milliampere", 1e-3, 0), ("ua", 1e-6, 0), ("µa", 1e-6, 0), ("μa", 1e-6, 0), ("microampere", 1e-6, 0)]),
        [TestQuantity.Temperature] = (
            ["temperature", "cell temperature", "ambient temperature", "surface temperature"],
            [("k", 1, 0), ("kelvin", 1, 0), ("c", 1, 273.15), ("°c", 1, 273.15), ("degc", 1, 273.15), ("celsius", 1, 273.15)]),
    };

    /// <summary>Names of columns that would be taken, for messages.</summary>
    internal static string Examples(TestQuantity quantity) => quantity switch
    {
        TestQuantity.Time => "'Test Time / s', 'test_time_second', 'time_h'",
        TestQuantity.Voltage => "'Voltage / V', 'voltage_volt', 'Ewe/V'",
        TestQuantity.Current => "'Current / A', 'current_ampere', 'I/mA'",
        _ => "'Ambient Temperature / degC'",
    };

    /// <summary>The first column that holds a quantity in a unit that is known; names are matched before the unit, in the order in which they are preferred.</summary>
    /// <param name="headers">The header row.</param>
    /// <param name="quantity">What is looked for.</param>
    /// <param name="unknown">A header with the right name and a unit that is missing or unknown, or null.</param>
    internal static TestColumn? Find(IReadOnlyList<string> headers, TestQuantity quantity, out string? unknown)
    {
        unknown = null;
        var (names, units) = Known[quantity];
        foreach (string name in names)
        {
            for (int i = 0; i < headers.Count; i++)
            {
                var (called, unit) = Split(headers[i]);
                if (called != name) continue;
                foreach (var (symbol, factor, offset) in units)
                    if (unit == symbol) return new TestColumn(i, factor, offset);
                unknown ??= headers[i];
            }
        }

        return null;
    }

    /// <summary>Name and unit of <c>Name / unit</c>, <c>Name (unit)</c>, <c>Name [unit]</c> or <c>name_unit</c>, both in small letters.</summary>
    private static (string Name, string Unit) Split(string header)
    {
        string text = header.Trim().Trim('"').Trim().ToLowerInvariant();
        var match = NameAndUnit().Match(text);
        if (match.Success) return (match.Groups["name"].Value.Trim().Replace('_', ' '), match.Groups["unit"].Value.Trim());
        int last = text.LastIndexOf('_');
        return last > 0 ? (text[..last].Replace('_', ' '), text[(last + 1)..]) : (text, "");
    }

    [GeneratedRegex(@"^(?<name>[^/(\[]+)(/\s*(?<unit>[^/]+)|[(\[]\s*(?<unit>[^)\]]+)[)\]])$")]
    private static partial Regex NameAndUnit();
}
