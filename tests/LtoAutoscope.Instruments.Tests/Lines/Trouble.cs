namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>What becomes of one answer on its way.</summary>
internal enum Trouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It comes after the driver has given up, and what is asked meanwhile is answered behind it, as by a controller that is busy.</summary>
    Late,

    /// <summary>Noise comes in its place.</summary>
    Garbled,

    /// <summary>Its second half is lost, its end too.</summary>
    Partial,

    /// <summary>It is lost.</summary>
    Silent,

    /// <summary>It comes twice.</summary>
    Doubled,

    /// <summary>The cable is cut in its place.</summary>
    Cut,
}
