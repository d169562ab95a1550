namespace LtoAutoscope.Fem.Protocols;

/// <summary>How a step of a protocol ended.</summary>
public enum StepEnd
{
    /// <summary>Its voltage was reached.</summary>
    Voltage,

    /// <summary>Its current was reached.</summary>
    Current,

    /// <summary>Its time was over.</summary>
    Time,

    /// <summary>Its charge had passed.</summary>
    Capacity,

    /// <summary>It had nothing to do: the cell stood beyond its end already.</summary>
    AlreadyMet,
}
