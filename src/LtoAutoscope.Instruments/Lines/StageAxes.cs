using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Positions and targets by the names of axes, as protocols' files use them.</summary>
internal static class StageAxes
{
    public static readonly string[] All = ["x", "y", "z", "rotation", "tilt"];

    /// <summary>The axes that a target names.</summary>
    public static Dictionary<string, double> Of(StageTarget target)
    {
        double?[] values = [target.XMm, target.YMm, target.ZMm, target.RotationDeg, target.TiltDeg];
        return Enumerable.Range(0, All.Length).Where(i => values[i] is not null).ToDictionary(i => All[i], i => values[i]!.Value, StringComparer.Ordinal);
    }

    /// <summary>One axis of a position.</summary>
    public static double Of(StagePosition position, string axis) => axis switch
    {
        "x" => position.XMm,
        "y" => position.YMm,
        "z" => position.ZMm,
        "rotation" => position.RotationDeg,
        "tilt" => position.TiltDeg,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "A stage has no such axis."),
    };

    /// <summary>A position from its axes; those that a stage does not have are 0.</summary>
    public static StagePosition Position(IReadOnlyDictionary<string, double> axes)
        => new(axes.GetValueOrDefault("x"), axes.GetValueOrDefault("y"), axes.GetValueOrDefault("z"), axes.GetValueOrDefault("rotation"), axes.GetValueOrDefault("tilt"));

    /// <summary>Limits by axis; axes that a stage does not have stay at 0.</summary>
    public static StageLimits Limits(Func<string, AxisRange> axis) => new(axis("x"), axis("y"), axis("z"), axis("rotation"), axis("tilt"));

    /// <summary>One axis of limits.</summary>
    public static AxisRange Of(StageLimits limits, string axis) => axis switch
    {
        "x" => limits.X,
        "y" => limits.Y,
        "z" => limits.Z,
        "rotation" => limits.Rotation,
        "tilt" => limits.Tilt,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "A stage has no such axis."),
    };
}
