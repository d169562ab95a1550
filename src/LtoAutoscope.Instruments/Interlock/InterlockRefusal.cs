using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Why a command was refused.</summary>
/// <param name="Rule">The rule, in a few words.</param>
/// <param name="Figure">What was asked beside what is allowed.</param>
public sealed record InterlockRefusal(string Rule, string Figure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Figure}";

    /// <summary>A refusal whose figure is written in the invariant culture.</summary>
    internal static InterlockRefusal Of(string rule, FormattableString figure) => new(rule, FormattableString.Invariant(figure));

    /// <summary>Null when a value lies in a range; what is no number lies in none.</summary>
    internal static InterlockRefusal? OutOf(string what, double value, AxisRange range, string unit)
        => range.Contains(value) ? null : Of($"limits of {what}", $"{value:0.####} {unit} asked, allowed are {range.Low:0.####} to {range.High:0.####} {unit}");
}
