namespace LtoAutoscope.Storage.Index;

/// <summary>What the journal says of a frame.</summary>
public enum IndexedFrameVerdict
{
    /// <summary>Saved, not yet analysed.</summary>
    Pending,

    /// <summary>Counts.</summary>
    Accepted,

    /// <summary>Does not count.</summary>
    Rejected,
}
