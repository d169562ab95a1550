using System.Globalization;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Something that can be set at a synthesis.</summary>
/// <param name="Name">Its name, letters, digits and underscores, such as <c>temperature_C</c>.</param>
/// <param name="Kind">What values it takes.</param>
public sealed record SpaceParameter(string Name, ParameterKind Kind)
{
    /// <summary>Its unit; empty when it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Lowest value; unused for a categorical one.</summary>
    public double Low { get; init; }

    /// <summary>Highest value; unused for a categorical one.</summary>
    public double High { get; init; }

    /// <summary>Whether equal ratios count as equal distances; needs <see cref="Low"/> above 0. Default no.</summary>
    public bool IsLog { get; init; }

    /// <summary>How finely it can be set; 0 takes a thousandth of the range (four digits on a log scale), whole numbers for an integer. Default 0.</summary>
    public double Step { get; init; }

    /// <summary>The words of a categorical one; empty otherwise.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Its place in the range: 0…1; the index of the word for a categorical one.</summary>
    /// <param name="value">The value; the index of the word for a categorical one.</param>
    public double Encode(double value) => Kind == ParameterKind.Categorical ? value
        : High <= Low ? 0
        : IsLog ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>The value at a place of the range, rounded to what can be set.</summary>
    /// <param name="place">0…1, clipped; the index of the word for a categorical one.</param>
    public double Decode(double place)
    {
        if (Kind == ParameterKind.Categorical) return Math.Clamp(Math.Round(place), 0, Levels.Count - 1);
        place = Math.Clamp(place, 0, 1);
        return Snap(IsLog ? Low * Math.Pow(High / Low, place) : Low + place * (High - Low));
    }

    /// <summary>The nearest value that can be set.</summary>
    public double Snap(double value)
    {
        if (Kind == ParameterKind.Categorical) return Decode(value);
        double snapped = value;
        if (Kind == ParameterKind.Integer) snapped = Step > 1 ? Low + Math.Round((value - Low) / Step) * Step : Math.Round(value);
        else if (Step > 0) snapped = OnGrid(value - Low, Step) + Low;
        else if (IsLog && value > 0) snapped = OnGrid(value, Math.Pow(10, Math.Floor(Math.Log10(value)) - 3));
        else if (High > Low) snapped = OnGrid(value, Math.Pow(10, Math.Floor(Math.Log10((High - Low) / 1000) + 1e-9)));
        // A last step that leaves the range is not taken.
        if (snapped > High && Step > 0) snapped -= Step;
        // Sums of decimal fractions carry digits that nobody can set.
        return Math.Clamp(Math.Round(snapped, 12), Low, High);
    }

    /// <summary>A value as a person writes it.</summary>
    public string Text(double value) => Kind == ParameterKind.Categorical ? Levels[(int)value] : value.ToString("G10", CultureInfo.InvariantCulture);

    /// <summary>A value with name and unit, such as <c>temperature_C 750 °C</c>.</summary>
    public string Full(double value) => $"{Name} {Text(value)}{(Unit.Length > 0 ? " " + Unit : "")}";

    /// <summary>The value that a text names, also one outside the range; null when it is no level, no number, or no whole number where one is needed.</summary>
    public double? Parse(string text)
    {
        if (Kind == ParameterKind.Categorical)
        {
            int index = Levels.ToList().FindIndex(level => string.Equals(level, text.Trim(), StringComparison.OrdinalIgnoreCase));
            return index < 0 ? null : index;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && (!IsLog || value > 0) && (Kind != ParameterKind.Integer || value == Math.Round(value)) ? value : null;
    }

    /// <summary>The values it can take, in words: <c>600…900 °C</c>.</summary>
    public string Range() => Kind == ParameterKind.Categorical ? string.Join(", ", Levels) : $"{Text(Low)}…{Text(High)}{(Unit.Length > 0 ? " " + Unit : "")}";

    private static double OnGrid(double value, double step) => Math.Round(value / step) * step;
}
