namespace LtoAutoscope.Fem.Cases;

/// <summary>What stands against the working electrode.</summary>
public enum CellKind
{
    /// <summary>Lithium | separator | electrode. Discharge lithiates the electrode.</summary>
    Half,

    /// <summary>Negative | separator | positive. Discharge lithiates the positive electrode.</summary>
    Full,
}
