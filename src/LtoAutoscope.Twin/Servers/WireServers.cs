using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Servers.Gcs;
using LtoAutoscope.Twin.Servers.Grbl;
using LtoAutoscope.Twin.Servers.Lines;
using LtoAutoscope.Twin.Servers.RemCon32;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The protocols that the twin speaks besides SharkSEM, by the names of their folders in <c>firmware-protocols/</c>.</summary>
public static class WireServers
{
    /// <summary>Those whose manners are more than a table of commands, or that are binary.</summary>
    private static readonly SortedDictionary<string, Func<TwinMicroscope, TwinOptions, IWireServer>> OwnServers = new(StringComparer.Ordinal)
    {
        ["grbl"] = (microscope, _) => new GrblServer(microscope, new GrblOptions()),
        ["pi"] = (microscope, _) => new GcsServer(microscope, new GcsOptions()),
        ["remcon32"] = (microscope, options) => new RemCon32Server(microscope, new RemCon32Options(), options.FrameFolder),
        ["xl30"] = (microscope, options) => new Xl30Server(microscope, options.FrameFolder),
    };

    /// <summary>Their names: those with a server of their own, and every line protocol that is data.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. OwnServers.Keys.Concat(ProtocolLibrary.Names()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Their names with those of a laboratory's own folders.</summary>
    /// <param name="folders">Folders that hold a folder with a <c>protocol.yaml</c> for each protocol.</param>
    public static IReadOnlyCollection<string> NamesWith(IReadOnlyList<string> folders)
        => [.. Names.Concat(ProtocolLibrary.Names(folders)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Makes the server of a protocol; null for one that is not known.</summary>
    /// <exception cref="Domain.InputException">Its <c>protocol.yaml</c> is wrong.</exception>
    public static IWireServer? Create(string protocol, TwinMicroscope microscope, TwinOptions options)
    {
        if (OwnServers.TryGetValue(protocol, out Func<TwinMicroscope, TwinOptions, IWireServer>? make)) return make(microscope, options);
        return NamesWith(options.ProtocolFolders).Contains(protocol) ? new LineServer(microscope, ProtocolLibrary.Load(protocol, options.ProtocolFolders)) : null;
    }
}
