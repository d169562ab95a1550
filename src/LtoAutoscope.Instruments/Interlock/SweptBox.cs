using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>
/// Every place that a move may pass when its axes do not run in step: the axis-parallel box around start and goal, mm. Grown by what start and goal may be off.
/// </summary>
/// <param name="X">x.</param>
/// <param name="Y">y.</param>
/// <param name="Z">z.</param>
public readonly record struct SweptBox(AxisRange X, AxisRange Y, AxisRange Z)
{
    /// <summary>The box of a move.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="startMarginMm">How far the start may be off, mm.</param>
    /// <param name="goal">Where it ends.</param>
    /// <param name="goalMarginMm">How far the goal may be missed, mm.</param>
    public static SweptBox Of(StagePosition start, double startMarginMm, StagePosition goal, double goalMarginMm)
    {
        return new SweptBox(Span(start.XMm, goal.XMm), Span(start.YMm, goal.YMm), Span(start.ZMm, goal.ZMm));

        AxisRange Span(double from, double to)
            => new(Math.Min(from - startMarginMm, to - goalMarginMm), Math.Max(from + startMarginMm, to + goalMarginMm));
    }

    /// <summary>The box with what stands on the stage: grown by a height towards the lens.</summary>
    /// <param name="heightMm">Height, mm.</param>
    /// <param name="zTowardsLens">+1 when z grows towards the lens, −1 when it grows away from it.</param>
    public SweptBox WithHolder(double heightMm, int zTowardsLens)
        => this with { Z = zTowardsLens > 0 ? new AxisRange(Z.Low, Z.High + heightMm) : new AxisRange(Z.Low - heightMm, Z.High) };
}
