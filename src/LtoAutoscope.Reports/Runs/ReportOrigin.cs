namespace LtoAutoscope.Reports.Runs;

/// <summary>Where the images of a report come from.</summary>
public enum ReportOrigin
{
    /// <summary>A run of this program took them.</summary>
    Run,

    /// <summary>Files that no instrument of ours took, analysed by <c>analyse</c>.</summary>
    Images,
}
