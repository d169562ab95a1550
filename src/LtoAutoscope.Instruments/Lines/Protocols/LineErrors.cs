using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>How a protocol tells errors.</summary>
public sealed record LineErrors
{
    /// <summary>Answer lines that tell an error; their slot <c>number</c> is its number.</summary>
    public IReadOnlyList<LinePattern> Replies { get; init; } = [];

    /// <summary>The command that asks for the last error; empty where errors come by themselves.</summary>
    public string Ask { get; init; } = "";

    /// <summary>The number that means none. Default 0.</summary>
    public string None { get; init; } = "0";

    /// <summary>Meanings by number.</summary>
    public IReadOnlyDictionary<string, LineError> Numbers { get; init; } = new Dictionary<string, LineError>();

    /// <summary>Number with which a server refuses what it does not know.</summary>
    public string Unknown { get; init; } = "";

    /// <summary>Number for a request with the wrong arguments.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Number for a value out of range.</summary>
    public string Range { get; init; } = "";

    /// <summary>Number for an axis that is not there; that for a value out of range where it is empty.</summary>
    public string Axis { get; init; } = "";

    /// <summary>Number for what cannot be done now.</summary>
    public string NotNow { get; init; } = "";

    /// <summary>Meaning of a number; null when it has no name in the sources.</summary>
    public LineError? Find(string number) => Numbers.TryGetValue(number, out LineError? error) ? error : null;

    /// <summary>The fault that a number stands for.</summary>
    public Fault FaultOf(string number) => Find(number)?.Fault ?? Fault.CommandRejected;
}
