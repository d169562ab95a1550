using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Prior;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>An instrument as <c>config/instruments/*.yaml</c> composes it.</summary>
public sealed record InstrumentConfiguration
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a microscope in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>What a person should know about its scale; empty when there is nothing to say.</summary>
    public string ScaleNote { get; init; } = "";

    /// <summary>Column, scanner, vacuum, and the stage when no other one is named.</summary>
    public required SharkSemSettings SharkSem { get; init; }

    /// <summary>A stage of its own; null when the microscope's is used.</summary>
    public PriorSettings? PriorStage { get; init; }

    /// <summary>What the interlock allows.</summary>
    public required SafetyEnvelope Envelope { get; init; }

    /// <summary>What parking does.</summary>
    public ParkSettings Park { get; init; } = new();

    /// <summary>How a lost connection is made again.</summary>
    public ReconnectSettings Reconnect { get; init; } = new();

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or a key or value is wrong; the message names file, line, key and remedy.</exception>
    public static async Task<InstrumentConfiguration> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the instrument's configuration cannot be read", path, "Compare the path with the files in config/instruments", failure);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">As for <see cref="LoadAsync"/>.</exception>
    public static InstrumentConfiguration Parse(string yaml, string file) => InstrumentYaml.Read(StrictYamlMap.Parse(yaml, file));

    /// <summary>The same instrument with its SharkSEM server elsewhere, for instance at a twin that took a free port.</summary>
    public InstrumentConfiguration At(string host, int port) => this with { SharkSem = SharkSem with { Host = host, Port = port } };

    /// <summary>The same, from <c>host:port</c>.</summary>
    /// <exception cref="InputException">The text is no <c>host:port</c>.</exception>
    public InstrumentConfiguration At(string endpoint)
    {
        int colon = endpoint.LastIndexOf(':');
        return colon > 0 && int.TryParse(endpoint.AsSpan(colon + 1), out int port) && port is > 0 and < 65535
            ? At(endpoint[..colon], port)
            : throw new InputException("it is no host:port", endpoint, "Write it like 127.0.0.1:8300");
    }
}
