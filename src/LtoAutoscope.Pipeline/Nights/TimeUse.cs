namespace LtoAutoscope.Pipeline.Nights;

/// <summary>What a stretch of time was used for. Where several apply, the greater one counts.</summary>
internal enum TimeUse
{
    /// <summary>Nothing.</summary>
    Waiting,

    /// <summary>Judging, summarising, the cell model; the instrument idle.</summary>
    Computing,

    /// <summary>The stage moves.</summary>
    Moving,

    /// <summary>Focus, stigmation, brightness, drift, scale.</summary>
    Focus,

    /// <summary>The beam scans.</summary>
    Imaging,

    /// <summary>A watched condition holds the run.</summary>
    Suspended,

    /// <summary>An incident is being mended.</summary>
    Recovering,
}
