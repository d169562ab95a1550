using System.Globalization;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Nights;

/// <summary>Times and figures as the morning page prints them.</summary>
internal static class NightText
{
    private const string Thin = "\u202F", Join = "\u00A0";

    /// <summary>A moment on the clock of the night.</summary>
    internal static string Clock(NightSummary night, DateTimeOffset at) => Local(night, at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment in the night's local time.</summary>
    internal static DateTimeOffset Local(NightSummary night, DateTimeOffset at) => at.ToOffset(TimeSpan.FromMinutes(night.UtcOffsetMinutes));

    /// <summary>A length of time: 8 h 40 min, 44 min, 12 s.</summary>
    internal static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds)) return NumberText.Unknown;
        double whole = Math.Abs(seconds);
        if (whole < 0.5) return $"0{Join}min";
        if (whole < 59.5) return FormattableString.Invariant($"{whole:0}{Join}s");
        long minutes = (long)Math.Round(whole / 60);
        if (minutes < 60) return FormattableString.Invariant($"{minutes}{Join}min");
        return minutes % 60 == 0 ? FormattableString.Invariant($"{minutes / 60}{Join}h") : FormattableString.Invariant($"{minutes / 60}{Join}h {minutes % 60}{Join}min");
    }

    /// <summary>A share in percent.</summary>
    internal static string Share(double part, double whole, int decimals) => whole > 0 ? NumberText.Percent(part / whole, decimals) : NumberText.Unknown;

    /// <summary>Causes with their counts: “14 focus, 5 emission dip”.</summary>
    internal static string Causes(IReadOnlyDictionary<string, int> causes)
        => string.Join(", ", causes.OrderByDescending(cause => cause.Value).Select(cause => FormattableString.Invariant($"{cause.Value}{Thin}{cause.Key.Replace('_', ' ')}"))).Replace(Thin, " ", StringComparison.Ordinal);

    /// <summary>Which night, in words: Night of 19 to 20 March 2026.</summary>
    internal static string Title(DateOnly date)
    {
        DateOnly next = date.AddDays(1);
        string first = date.Month == next.Month ? date.ToString("%d", CultureInfo.InvariantCulture) : date.Year == next.Year ? date.ToString("d MMMM", CultureInfo.InvariantCulture) : date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return $"Night of {first} to {next.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";
    }
}
