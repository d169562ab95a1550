namespace LtoAutoscope.Fem.CellTests;

/// <summary>Where the charge of a half cycle comes from.</summary>
public enum ChargeSource
{
    /// <summary>The cycler's own count where the file has one, since it samples faster than it writes; else the integral of the current.</summary>
    Automatic,

    /// <summary>The integral of the current over the rows of the file.</summary>
    Integrated,

    /// <summary>The cycler's own count.</summary>
    Counted,
}
