namespace LtoAutoscope.Fem.HalfCell;

/// <summary>Why a run ended.</summary>
public enum SimulationEnd
{
    /// <summary>Every step of the protocol was run.</summary>
    Completed,

    /// <summary>The electrolyte ran out of salt somewhere, and the current asked for cannot pass.</summary>
    ElectrolyteDepleted,

    /// <summary>The surface of the particles is full or empty, and the current asked for cannot pass.</summary>
    SurfaceSaturated,

    /// <summary>The voltage left the range of any cell while the protocol names no cut-off that would have ended the step.</summary>
    PotentialRunaway,

    /// <summary>A time step could not be solved however short, and none of the other reasons shows.</summary>
    NoConvergence,

    /// <summary>Lithium or salt was not conserved to 10⁻⁶.</summary>
    BalanceViolated,
}
