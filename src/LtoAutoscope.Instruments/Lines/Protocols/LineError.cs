using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>A numbered error of a protocol.</summary>
/// <param name="Meaning">What it means.</param>
/// <param name="Fault">The named fault that it becomes.</param>
public sealed record LineError(string Meaning, Fault Fault = Fault.CommandRejected);
