using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>Operations in words, for people.</summary>
public static class OperationText
{
    /// <summary>Such as “exposing tiles”.</summary>
    public static string Of(TimedOperation operation) => operation switch
    {
        TimedOperation.Startup => "starting up",
        TimedOperation.Approach => "the way to the first tile",
        TimedOperation.Move => "moving",
        TimedOperation.Focus => "focusing",
        TimedOperation.Exposure => "exposing",
        TimedOperation.Stigmation => "correcting astigmatism",
        TimedOperation.Brightness => "setting brightness",
        TimedOperation.Drift => "waiting for drift",
        TimedOperation.Calibration => "calibrating",
        TimedOperation.Relocalisation => "finding the place again",
        TimedOperation.TileOverhead => "overhead between steps",
        TimedOperation.AnalysisWait => "waiting for the analysis",
        TimedOperation.Analysis => "analysing",
        TimedOperation.Incident => "incidents",
        TimedOperation.Suspension => "suspensions",
        TimedOperation.Interruption => "interruptions",
        TimedOperation.Park => "parking",
        TimedOperation.Mosaic => "stitching",
        TimedOperation.Measuring => "summarising particles",
        TimedOperation.CellModel => "the cell model",
        TimedOperation.Regression => "the regression",
        TimedOperation.Report => "the report",
        TimedOperation.Completion => "finishing",
        TimedOperation.BetweenJobs => "changing jobs",
        _ => operation.ToString(),
    };
}
