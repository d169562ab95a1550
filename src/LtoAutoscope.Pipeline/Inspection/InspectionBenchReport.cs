namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>The confusion table of the frame inspection, and what an inspection costs.</summary>
/// <param name="Rows">By powder and fault.</param>
/// <param name="MedianMs">Median processor time of one inspection of 1024 × 768 pixels of 16 bit, ms; other work on the machine does not lengthen it.</param>
/// <param name="Percentile95Ms">95th percentile of the same, ms.</param>
public sealed record InspectionBenchReport(IReadOnlyList<InspectionBenchRow> Rows, double MedianMs, double Percentile95Ms)
{
    /// <summary>Share of ordinary frames that may be quarantined.</summary>
    public const double MostFalse = 0.01;

    /// <summary>Least share of the frames of a fault that must get a right verdict.</summary>
    public const double LeastRight = 0.9;

    /// <summary>Longest inspection, ms.</summary>
    public const double LongestMs = 40;

    /// <summary>Ordinary frames that were quarantined.</summary>
    public int FalseCount => Rows.Where(row => row.Fault.Length == 0).Sum(row => row.Frames - row.RightCount);

    /// <summary>Ordinary frames.</summary>
    public int OrdinaryCount => Rows.Where(row => row.Fault.Length == 0).Sum(row => row.Frames);

    /// <summary>Whether it is good enough: see the constants.</summary>
    public bool IsMet => FalseCount <= MostFalse * OrdinaryCount && MedianMs <= LongestMs
        && Rows.Where(row => row.Fault.Length > 0 && !row.IsBeyondThePicture).All(row => row.RightCount >= LeastRight * row.Frames);
}
