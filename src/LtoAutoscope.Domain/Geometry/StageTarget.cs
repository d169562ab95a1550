namespace LtoAutoscope.Domain.Geometry;

/// <summary>Where a move should end; an axis left <see langword="null"/> stays where it is. Units as in <see cref="StagePosition"/>.</summary>
public readonly record struct StageTarget(double? XMm = null, double? YMm = null, double? ZMm = null, double? RotationDeg = null, double? TiltDeg = null)
{
    /// <summary>A move in the plane only.</summary>
    public static StageTarget Planar(double xMm, double yMm) => new(xMm, yMm);

    /// <summary>The whole position.</summary>
    public static StageTarget Full(StagePosition position)
        => new(position.XMm, position.YMm, position.ZMm, position.RotationDeg, position.TiltDeg);

    /// <summary>The position in which the move ends when it starts from <paramref name="start"/>.</summary>
    public StagePosition From(StagePosition start) => new(
        XMm ?? start.XMm, YMm ?? start.YMm, ZMm ?? start.ZMm, RotationDeg ?? start.RotationDeg, TiltDeg ?? start.TiltDeg);
}
