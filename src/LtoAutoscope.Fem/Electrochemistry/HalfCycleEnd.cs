namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Why a half cycle ended.</summary>
public enum HalfCycleEnd
{
    /// <summary>The potential met its cut-off.</summary>
    Cutoff,

    /// <summary>1.3 times the nominal duration had passed.</summary>
    TimeCap,
}
