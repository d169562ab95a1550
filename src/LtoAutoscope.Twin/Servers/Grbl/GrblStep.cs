namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>A part of a line's work that may have to wait; the line is answered when all of its steps are done.</summary>
internal abstract record GrblStep
{
    private GrblStep()
    {
    }

    /// <summary>Goes into the planner when there is room.</summary>
    public sealed record Move(GrblMove Block, bool IsJog) : GrblStep;

    /// <summary>Waits until the planner is empty, then for a time, s.</summary>
    public sealed record Dwell(double Seconds) : GrblStep;

    /// <summary>M0: waits until the planner is empty, then holds until it is resumed.</summary>
    public sealed record Pause : GrblStep;

    /// <summary>M2 and M30: waits until the planner is empty.</summary>
    public sealed record End : GrblStep;

    /// <summary>The homing cycle.</summary>
    public sealed record Home : GrblStep;

    /// <summary>Never ends but by a reset: a move beyond the soft limits was asked for.</summary>
    public sealed record SoftLimit : GrblStep;
}
