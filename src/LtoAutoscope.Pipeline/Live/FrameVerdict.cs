namespace LtoAutoscope.Pipeline.Live;

/// <summary>What became of a frame.</summary>
public enum FrameVerdict
{
    /// <summary>Being taken or analysed.</summary>
    Pending,

    /// <summary>Counts.</summary>
    Accepted,

    /// <summary>Was taken again; the later exposure counts.</summary>
    Redone,

    /// <summary>Kept, but counts in no statistic.</summary>
    Quarantined,

    /// <summary>Not taken.</summary>
    Skipped,
}
