namespace LtoAutoscope.Instruments.Xl30;

/// <summary>What the line knows of a move without asking.</summary>
internal enum Xl30Motion
{
    /// <summary>None was sent that is not answered.</summary>
    None,

    /// <summary>One was sent, and its answer is awaited.</summary>
    UnderWay,

    /// <summary>One was sent and not answered in time; it may still run.</summary>
    Overdue,
}
