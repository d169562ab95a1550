namespace LtoAutoscope.Pipeline.Cells;

/// <summary>Which of a run's cell models is meant.</summary>
public enum CellSource
{
    /// <summary>The one that belongs to the run, in its folder <c>fem/</c>.</summary>
    Run,

    /// <summary>One that somebody asked for later, beside the run in <c>cell-models/</c>.</summary>
    Resolved,
}
