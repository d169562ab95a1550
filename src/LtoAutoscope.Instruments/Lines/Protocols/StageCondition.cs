using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>Something that must be so before a move, for each axis that moves.</summary>
/// <param name="Ask">The question.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Wanted">What the slot must say.</param>
/// <param name="Fault">The fault when it does not.</param>
public sealed record StageCondition(string Ask, string Slot, string Wanted, Fault Fault);
