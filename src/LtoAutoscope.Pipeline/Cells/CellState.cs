namespace LtoAutoscope.Pipeline.Cells;

/// <summary>How far a cell model is.</summary>
public enum CellState
{
    /// <summary>It was not run, and nothing is about to run it.</summary>
    None,

    /// <summary>Its run goes on.</summary>
    Waiting,

    /// <summary>It was run and gave no result.</summary>
    Failed,

    /// <summary>Its result is there.</summary>
    Done,
}
