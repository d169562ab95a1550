namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>All verbs of the twin's RemCon32, on one microscope for all clients.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class RemCon32Commands
{
    private const int Macros = 10;
    private readonly Dictionary<string, RemCon32Command> _commands = new(StringComparer.Ordinal);

    public RemCon32Commands(TwinMicroscope microscope, PhotoFolder frames, RemCon32Options options)
    {
        _commands[""] = RemCon32Command.Ask(() => "");
        _commands["VER?"] = RemCon32Command.Ask(() => options.Version);
        // REMCON1 to REMCON10 are there and do nothing.
        _commands["MAC"] = RemCon32Command.Set(1, request => _ = request.Whole(0, 1, 99) <= Macros ? 0 : throw new RemCon32RefusalException(RemCon32Error.NotNow));
        new RemCon32Column(microscope).AddTo(_commands);
        new RemCon32Stage(microscope, options).AddTo(_commands);
        new RemCon32Scan(microscope, frames, options).AddTo(_commands);
        foreach (string verb in options.Missing) _commands.Remove(verb);
    }

    /// <summary>What is done with a verb; null for one that is not known.</summary>
    public RemCon32Command? Find(string verb) => _commands.GetValueOrDefault(verb);
}
