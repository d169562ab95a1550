using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Collects functions.</summary>
internal sealed class SharkSemCommandTable
{
    private readonly SharkSemVersion _since;

    public SharkSemCommandTable() : this(new Dictionary<string, (SharkSemCommands.Handler, SharkSemVersion)>(StringComparer.Ordinal), new SharkSemVersion(0, 0, 0))
    {
    }

    private SharkSemCommandTable(Dictionary<string, (SharkSemCommands.Handler, SharkSemVersion)> entries, SharkSemVersion since) => (Entries, _since) = (entries, since);

    public Dictionary<string, (SharkSemCommands.Handler Handler, SharkSemVersion Since)> Entries { get; }

    /// <summary>The same table for functions that came with a version.</summary>
    public SharkSemCommandTable Since(int major, int minor, int patch) => new(Entries, new SharkSemVersion(major, minor, patch));

    /// <summary>A function that takes its time.</summary>
    public void Await(string function, SharkSemCommands.Handler act) => Entries[function] = (act, _since);

    /// <summary>A function that may answer.</summary>
    public void On(string function, SharkSemCommands.Immediate act)
        => Await(function, (server, session, arguments, _) => ValueTask.FromResult(act(server, session, arguments)));

    /// <summary>A function that never answers.</summary>
    public void Do(string function, Action<SharkSemServer, SharkSemBodyReader> act)
        => On(function, (server, _, arguments) =>
        {
            act(server, arguments);
            return null;
        });
}
