namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>Why a search gives no result.</summary>
public enum FocusDecline
{
    /// <summary>The curve does not rise anywhere: bare support, or no beam.</summary>
    NoPeak,

    /// <summary>The curve is highest at an end of the widest range.</summary>
    AtEdge,

    /// <summary>The noise leaves the peak uncertain by more than the depth of focus allows.</summary>
    TooNoisy,

    /// <summary>Frames or dose are used up.</summary>
    Budget,
}
