using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>One part of an instrument: which protocol it speaks, and where.</summary>
/// <param name="Protocol"><c>sharksem</c>, <c>xl30</c>, or a folder with a <c>protocol.yaml</c>.</param>
/// <param name="Endpoint">Where it leads; parts with the same protocol and endpoint share one connection. Null for SharkSEM, whose server the settings name.</param>
public sealed record PartConfiguration(string Protocol, LinkEndpoint? Endpoint)
{
    /// <summary>Axes of this installation that differ from the protocol's file.</summary>
    public IReadOnlyDictionary<string, LineAxis> Axes { get; init; } = new Dictionary<string, LineAxis>();

    /// <summary>Values that the protocol's commands use.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>What tells connections apart.</summary>
    internal string Key => $"{Protocol} {Endpoint}";
}
