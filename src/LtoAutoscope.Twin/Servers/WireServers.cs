namespace LtoAutoscope.Twin.Servers;

/// <summary>The protocols that the twin speaks besides SharkSEM, by the names of their folders in <c>firmware-protocols/</c>.</summary>
public static class WireServers
{
    private static readonly SortedDictionary<string, Func<TwinMicroscope, TwinOptions, IWireServer>> Known = new(StringComparer.Ordinal)
    {
        ["prior"] = (microscope, _) => new PriorServer(microscope),
        ["xl30"] = (microscope, _) => new Xl30Server(microscope),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Makes the server of a protocol; null for one that is not known.</summary>
    public static IWireServer? Create(string protocol, TwinMicroscope microscope, TwinOptions options)
        => Known.TryGetValue(protocol, out Func<TwinMicroscope, TwinOptions, IWireServer>? make) ? make(microscope, options) : null;
}
