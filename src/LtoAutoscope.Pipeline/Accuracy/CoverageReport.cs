namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench coverage</c> found.</summary>
/// <param name="Rows">One a figure.</param>
/// <param name="Basis">What the error model was measured on.</param>
public sealed record CoverageReport(IReadOnlyList<CoverageRow> Rows, string Basis)
{
    /// <summary>The coverage that is asked for.</summary>
    public const double Least = 0.92, Most = 0.98;

    /// <summary>Whether all rows meet it.</summary>
    public bool IsMet => Rows.All(static row => row.IsMet);
}
