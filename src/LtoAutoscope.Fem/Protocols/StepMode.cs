namespace LtoAutoscope.Fem.Protocols;

/// <summary>What a step of a protocol holds.</summary>
public enum StepMode
{
    /// <summary>The current.</summary>
    Current,

    /// <summary>The voltage.</summary>
    Voltage,

    /// <summary>Nothing: open circuit.</summary>
    Rest,
}
