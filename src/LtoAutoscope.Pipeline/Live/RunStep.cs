namespace LtoAutoscope.Pipeline.Live;

/// <summary>The steps of a run in the order in which the data flows.</summary>
public enum RunStep
{
    /// <summary>Preparing column and vacuum.</summary>
    Preparing,

    /// <summary>Moving, focusing, exposing, and analysing frames beside it.</summary>
    Acquiring,

    /// <summary>Summarising particles into morphology.</summary>
    Measuring,

    /// <summary>The cell model.</summary>
    CellModel,

    /// <summary>The regression.</summary>
    Predicting,

    /// <summary>Report and exports.</summary>
    Reporting,

    /// <summary>All done.</summary>
    Done,
}
