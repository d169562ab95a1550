namespace LtoAutoscope.Twin.Stops;

/// <summary>How long a stop took from its call until the twin's end of the wire had the last of its bytes.</summary>
/// <param name="Protocol">Folder name in <c>firmware-protocols/</c>.</param>
/// <param name="Wire"><c>tcp</c> or <c>pty</c>.</param>
/// <param name="Stops">Stops that were measured, each during a move.</param>
/// <param name="MedianMs">Median, ms.</param>
/// <param name="P99Ms">99th percentile, ms.</param>
/// <param name="LargestMs">The longest, ms.</param>
/// <param name="StatedWaitMs">How long the protocol's driver says that a stop may wait for the answer of a command under way, ms.</param>
/// <param name="InterruptsMoves">Whether the stop ends a move that is under way.</param>
/// <param name="ReadingsPerS">Positions that were read beside the move, a second.</param>
public sealed record WireStopReport(
    string Protocol, string Wire, int Stops, double MedianMs, double P99Ms, double LargestMs, double StatedWaitMs, bool InterruptsMoves, double ReadingsPerS)
{
    /// <summary>What is asked for at the 99th percentile beyond the stated wait, ms.</summary>
    public const double TargetMs = 20;

    /// <summary>The bound, ms: the stated wait and <see cref="TargetMs"/>.</summary>
    public double BoundMs => StatedWaitMs + TargetMs;

    /// <summary>Whether it is kept.</summary>
    public bool IsMet => P99Ms < BoundMs;
}
