using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>A volume in stage coordinates that neither the stage nor the holder on it may enter: a detector, a nozzle, a gripper.</summary>
/// <param name="Name">What stands there, for messages.</param>
/// <param name="X">x, mm; unbounded where the volume has no end.</param>
/// <param name="Y">y, mm.</param>
/// <param name="Z">z, mm.</param>
/// <param name="RadiusMm">Null for a box; else the radius of an upright cylinder about the middle of <paramref name="X"/> and <paramref name="Y"/>, mm.</param>
public sealed record KeepOutVolume(string Name, AxisRange X, AxisRange Y, AxisRange Z, double? RadiusMm = null)
{
    /// <summary>An axis along which a volume has no end.</summary>
    public static AxisRange Unbounded { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>An upright cylinder.</summary>
    public static KeepOutVolume Cylinder(string name, double xMm, double yMm, double radiusMm, AxisRange z)
        => new(name, new AxisRange(xMm - radiusMm, xMm + radiusMm), new AxisRange(yMm - radiusMm, yMm + radiusMm), z, radiusMm);

    /// <summary>Whether a box touches the volume; its surface belongs to it.</summary>
    public bool Touches(SweptBox box)
    {
        if (!Overlap(X, box.X) || !Overlap(Y, box.Y) || !Overlap(Z, box.Z)) return false;
        if (RadiusMm is not { } radius) return true;
        double dx = Distance(box.X, Middle(X)), dy = Distance(box.Y, Middle(Y));
        return dx * dx + dy * dy <= radius * radius;
    }

    /// <summary>
    /// Whether every axis that a move uses leads away from the volume's middle, so that in whatever order the axes run the stage is at no moment deeper in it than at
    /// the start. An axis along which the volume has no end leads nowhere.
    /// </summary>
    /// <param name="start">Where the move begins.</param>
    /// <param name="goal">Where it ends.</param>
    /// <param name="noiseMm">Below this an axis does not move, mm.</param>
    public bool LeadsOut(StagePosition start, StagePosition goal, double noiseMm)
        => Away(X, start.XMm, goal.XMm, noiseMm) && Away(Y, start.YMm, goal.YMm, noiseMm) && Away(Z, start.ZMm, goal.ZMm, noiseMm);

    private static bool Away(AxisRange range, double from, double to, double noise)
    {
        if (Math.Abs(to - from) <= noise) return true;
        double middle = Middle(range);
        return double.IsFinite(middle) && (to - from) * (from - middle) >= 0;
    }

    private static double Middle(AxisRange range) => (range.Low + range.High) / 2;

    private static bool Overlap(AxisRange a, AxisRange b) => a.Low <= b.High && b.Low <= a.High;

    private static double Distance(AxisRange range, double value) => value < range.Low ? range.Low - value : value > range.High ? value - range.High : 0;
}
