namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>One row of the confusion table.</summary>
/// <param name="Powder">The powder.</param>
/// <param name="Fault">What was wrong; empty for ordinary frames.</param>
/// <param name="Right">The verdicts that are right, as in the journal; <c>accepted</c> for ordinary frames.</param>
/// <param name="Frames">Frames inspected.</param>
/// <param name="Verdicts">How many got which verdict.</param>
/// <param name="Sentence">The first sentence that was said against one; empty where nothing was said.</param>
public sealed record InspectionBenchRow(string Powder, string Fault, IReadOnlyList<string> Right, int Frames, IReadOnlyDictionary<string, int> Verdicts, string Sentence)
{
    /// <summary>Whether the picture alone cannot tell this fault of this powder; the row is shown and not asked for.</summary>
    public bool IsBeyondThePicture { get; init; }

    /// <summary>Frames with a right verdict.</summary>
    public int RightCount => Right.Sum(verdict => Verdicts.GetValueOrDefault(verdict));
}
