namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>What becomes of a driver after a fault has passed.</summary>
public enum FaultAfter
{
    /// <summary>It moves the stage again, over a new connection where the old one was lost.</summary>
    Works,

    /// <summary>The same, once a person has given the stage its reference.</summary>
    WorksOnceReferenced,

    /// <summary>The wire is gone for good; a new connection is refused by name, in bounded time.</summary>
    IsGone,
}
