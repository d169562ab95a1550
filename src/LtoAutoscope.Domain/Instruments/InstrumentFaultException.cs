namespace LtoAutoscope.Domain.Instruments;

/// <summary>An instrument did not do what it was asked. A fault is an expected event of a night, not a bug.</summary>
public sealed class InstrumentFaultException : Exception
{
    /// <param name="fault">Which fault.</param>
    /// <param name="detail">What exactly, with figures; without the final stop.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public InstrumentFaultException(Fault fault, string detail, Exception? inner = null)
        : base($"{FaultCatalogue.Describe(fault).Sentence}: {detail}. {FaultCatalogue.Describe(fault).Remedy}.", inner)
    {
        Fault = fault;
        Detail = detail;
    }

    /// <summary>Which fault.</summary>
    public Fault Fault { get; }

    /// <summary>What exactly, with figures.</summary>
    public string Detail { get; }
}
