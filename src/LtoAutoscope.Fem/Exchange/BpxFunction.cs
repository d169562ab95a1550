using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Exchange;

/// <summary>Functions as BPX writes them: a number, an expression in Python's syntax of the single variable x, or a table <c>{"x": […], "y": […]}</c> with straight lines between its points.</summary>
internal static partial class BpxFunction
{
    private const int Points = 201;

    /// <summary>An expression where BPX's grammar holds it (numbers, x, + − * / **, exp, tanh, cosh); a table otherwise.</summary>
    /// <param name="function">The function as the material's file gives it.</param>
    /// <param name="scale">What its values are multiplied by.</param>
    /// <param name="temperatureK">Temperature, K, where it depends on it.</param>
    internal static JsonNode Of(MaterialFunction function, double scale, double temperatureK)
    {
        if (function.Expression is { } text && ToPython(text) is { } python)
            return JsonValue.Create(scale == 1 ? python : string.Create(CultureInfo.InvariantCulture, $"{scale:R} * ({python})"));
        var compiled = function.Compile().AtTemperature(temperatureK);
        return Table(x => scale * compiled.At(x), function.Expression is null ? function.Table.Select(p => p.X).Concat(Places(0, 1)).Order().Distinct() : Places(1e-6, 1 - 1e-6));
    }

    /// <summary>A table over lithiation, denser towards both ends.</summary>
    internal static JsonObject OverLithiation(Func<double, double> function) => Table(function, Places(1e-6, 1 - 1e-6));

    /// <summary>A table at given places.</summary>
    internal static JsonObject Table(Func<double, double> function, IEnumerable<double> places)
    {
        double[] x = [.. places];
        return new JsonObject
        {
            ["x"] = new JsonArray([.. x.Select(v => (JsonNode)Round(v))]), ["y"] = new JsonArray([.. x.Select(v => (JsonNode)Round(function(v)))]),
        };
    }

    /// <summary>The expression in Python's syntax, or null where it needs more than BPX allows.</summary>
    internal static string? ToPython(string expression)
    {
        string text = expression.Replace("^", "**", StringComparison.Ordinal);
        foreach (Match word in Word().Matches(text))
        {
            bool isCall = text.AsSpan(word.Index + word.Length).TrimStart().StartsWith("(");
            if (isCall ? word.Value is not ("exp" or "tanh" or "cosh") : word.Value != "x") return null;
        }

        return text;
    }

    /// <summary>Nine significant digits: more is noise in a file for people and tools.</summary>
    internal static double Round(double value) => double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static IEnumerable<double> Places(double from, double to)
    {
        // x = ½(1 − cos πt) gathers points where potentials turn steep.
        for (int i = 0; i < Points; i++) yield return from + ((to - from) * 0.5 * (1 - Math.Cos(Math.PI * i / (Points - 1))));
    }

    // An exponent's e is no word: a letter after a digit or a point belongs to the number.
    [GeneratedRegex(@"(?<![0-9A-Za-z_.])[A-Za-z_][A-Za-z_0-9]*")]
    private static partial Regex Word();
}
