using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>One axis of a stage by its name.</summary>
/// <param name="Name"><c>x</c>, <c>y</c>, <c>z</c>, <c>rotation</c> or <c>tilt</c>.</param>
public sealed record StageAxis(string Name)
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["x", "y", "z", "rotation", "tilt"];

    /// <summary>Whether it turns.</summary>
    public bool IsAngular => Name is "rotation" or "tilt";

    /// <summary><c>mm</c> or <c>°</c>.</summary>
    public string Unit => IsAngular ? "°" : "mm";

    /// <summary>Its value in a position, mm or degrees.</summary>
    public double Of(StagePosition position) => Name switch
    {
        "x" => position.XMm,
        "y" => position.YMm,
        "z" => position.ZMm,
        "rotation" => position.RotationDeg,
        "tilt" => position.TiltDeg,
        _ => throw new ArgumentException($"'{Name}' is no axis."),
    };

    /// <summary>Its range.</summary>
    public AxisRange Of(StageLimits limits) => Name switch
    {
        "x" => limits.X,
        "y" => limits.Y,
        "z" => limits.Z,
        "rotation" => limits.Rotation,
        "tilt" => limits.Tilt,
        _ => throw new ArgumentException($"'{Name}' is no axis."),
    };

    /// <summary>A move of this axis alone.</summary>
    public StageTarget Target(double value) => Name switch
    {
        "x" => new StageTarget(XMm: value),
        "y" => new StageTarget(YMm: value),
        "z" => new StageTarget(ZMm: value),
        "rotation" => new StageTarget(RotationDeg: value),
        "tilt" => new StageTarget(TiltDeg: value),
        _ => throw new ArgumentException($"'{Name}' is no axis."),
    };
}
