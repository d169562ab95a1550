using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>An instrument as <c>config/instruments/*.yaml</c> composes it.</summary>
public sealed record InstrumentConfiguration
{
    /// <summary>The protocol of TESCAN microscopes.</summary>
    public const string SharkSemProtocol = "sharksem";

    /// <summary>The protocol of Philips and FEI XL microscopes.</summary>
    public const string Xl30Protocol = "xl30";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a microscope in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>What a person should know about its scale; empty when there is nothing to say.</summary>
    public string ScaleNote { get; init; } = "";

    /// <summary>The column: beam, lens, blanker.</summary>
    public PartConfiguration Column { get; init; } = new(SharkSemProtocol, null);

    /// <summary>The scanner.</summary>
    public PartConfiguration Scanner { get; init; } = new(SharkSemProtocol, null);

    /// <summary>The stage.</summary>
    public PartConfiguration Stage { get; init; } = new(SharkSemProtocol, null);

    /// <summary>The vacuum system.</summary>
    public PartConfiguration Vacuum { get; init; } = new(SharkSemProtocol, null);

    /// <summary>Whether the lab vouches that the microscope itself refuses high voltage without vacuum, because it tells nothing of its vacuum over the wire. Default no.</summary>
    public bool VacuumIsVouched { get; init; }

    /// <summary>Where pixels come from.</summary>
    public ImageSourceConfiguration ImageSource { get; init; } = new();

    /// <summary>How parts behave that speak SharkSEM, and where their server is.</summary>
    public required SharkSemSettings SharkSem { get; init; }

    /// <summary>How parts behave that speak a line protocol; axes and values come from the part.</summary>
    public required LineSettings Lines { get; init; }

    /// <summary>How parts behave that speak the XL30's protocol; null when none does.</summary>
    public Xl30Settings? Xl30 { get; init; }

    /// <summary>A lab's own folders with protocols, looked in before the shipped one.</summary>
    public IReadOnlyList<string> ProtocolFolders { get; init; } = [];

    /// <summary>What the interlock allows.</summary>
    public required SafetyEnvelope Envelope { get; init; }

    /// <summary>What parking does.</summary>
    public ParkSettings Park { get; init; } = new();

    /// <summary>How a lost connection is made again.</summary>
    public ReconnectSettings Reconnect { get; init; } = new();

    /// <summary>Its parts by name.</summary>
    public IReadOnlyList<(string Name, PartConfiguration Part)> Parts => [("column", Column), ("scanner", Scanner), ("stage", Stage), ("vacuum", Vacuum)];

    /// <summary>Where its connections lead.</summary>
    public IReadOnlyList<string> Endpoints => [.. Parts.Select(part => EndpointOf(part.Part)).Distinct()];

    /// <summary>Where a part leads.</summary>
    public string EndpointOf(PartConfiguration part)
        => part.Endpoint?.ToString() ?? FormattableString.Invariant($"{SharkSem.Host}:{SharkSem.Port}");

    /// <summary>Reads a file.</summary>
    /// <remarks>A folder <c>protocols</c> beside the file's own folder is looked in for protocols before the shipped ones.</remarks>
    /// <exception cref="InputException">It cannot be read, or a key or value is wrong; the message names file, line, key and remedy.</exception>
    public static async Task<InstrumentConfiguration> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            string? beside = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)));
            string[] folders = [Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", "protocols"), .. beside is null ? Array.Empty<string>() : [Path.Combine(beside, "protocols")]];
            return Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path, folders);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the instrument's configuration cannot be read", path, "Compare the path with the files in config/instruments", failure);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="protocolFolders">Folders with protocols, looked in before the shipped one.</param>
    /// <exception cref="InputException">As for <see cref="LoadAsync"/>.</exception>
    public static InstrumentConfiguration Parse(string yaml, string file, params IReadOnlyList<string> protocolFolders)
        => new InstrumentYaml(StrictYamlMap.Parse(yaml, file), protocolFolders).Read();

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

    /// <summary>The same instrument with all parts that speak a protocol led elsewhere; a serial port keeps its settings.</summary>
    /// <param name="protocol">Name of the protocol.</param>
    /// <param name="endpoint">A serial port or <c>host:port</c>.</param>
    /// <exception cref="InputException">The text is neither.</exception>
    public InstrumentConfiguration At(string protocol, string endpoint)
    {
        if (protocol == SharkSemProtocol) return At(endpoint);
        return this with { Column = Moved(Column), Scanner = Moved(Scanner), Stage = Moved(Stage), Vacuum = Moved(Vacuum) };

        PartConfiguration Moved(PartConfiguration part) => part.Protocol == protocol ? part with { Endpoint = LinkEndpoint.Parse(endpoint, (part.Endpoint as SerialEndpoint)?.Settings) } : part;
    }
}
