namespace LtoAutoscope.Domain.Instruments;

/// <summary>A closed range of one axis, mm or degrees; an axis that is not motorised has <see cref="Low"/> = <see cref="High"/>.</summary>
public readonly record struct AxisRange(double Low, double High)
{
    /// <summary>Whether a value lies in the range.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Whether the axis can move at all.</summary>
    public bool IsMotorised => High > Low;

    /// <summary>The common part of two ranges.</summary>
    public AxisRange Intersect(AxisRange other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));
}
