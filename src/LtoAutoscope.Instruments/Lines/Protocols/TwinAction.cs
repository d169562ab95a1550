namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>What a server does with a command.</summary>
/// <param name="Deed">The deed.</param>
/// <param name="Sets">Values that are set by the command itself, by the names of quantities.</param>
public sealed record TwinAction(TwinDeed Deed, IReadOnlyDictionary<string, string> Sets);
