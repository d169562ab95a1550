namespace LtoAutoscope.Fem.Protocols;

/// <summary>Why a cell model could not go on.</summary>
public enum FailureReason
{
    /// <summary>The salt ran out: its concentration fell below what the reactions and the property set can use.</summary>
    SaltDepleted,

    /// <summary>The salt rose beyond what the property set describes.</summary>
    SaltBeyondRange,

    /// <summary>The potential left every sensible range: the applied current cannot be carried.</summary>
    PotentialRunaway,

    /// <summary>No step, however short, could be solved.</summary>
    NoConvergence,

    /// <summary>A balance of charge, lithium or salt did not close.</summary>
    BalanceBroken,

    /// <summary>The active material does not hold or take what the protocol asks for.</summary>
    CapacityExhausted,
}
