using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The options that name an instrument, the same for each verb.</summary>
internal sealed class InstrumentChoice
{
    private readonly Option<string?> _config = new("--config") { Description = "The instrument's YAML file.", HelpName = "F.yaml" };
    private readonly Option<string?> _instrument = new("--instrument") { Description = "Name of a file in config/instruments, instead of --config.", HelpName = "NAME" };
    private readonly Option<string[]> _at = new("--at") { Description = "A connection elsewhere than the file says, such as a twin on a free port: PROTOCOL=HOST:PORT or PROTOCOL=/dev/pts/3; SharkSEM's needs no name.", HelpName = "WHERE" };

    /// <summary>Adds them to a verb.</summary>
    public static InstrumentChoice For(Command command)
    {
        var choice = new InstrumentChoice();
        command.Add(choice._config);
        command.Add(choice._instrument);
        command.Add(choice._at);
        return choice;
    }

    /// <summary>Reads the configuration that was named.</summary>
    /// <exception cref="InputException">None or two were named, or the file is wrong.</exception>
    public async Task<InstrumentConfiguration> LoadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? file = parsed.GetValue(_config), name = parsed.GetValue(_instrument);
        if (file is null == (name is null))
        {
            throw new InputException(file is null ? "no instrument is named" : "both are given", "--config, --instrument",
                $"Name a YAML file with --config, or one of the shipped ones with --instrument: {string.Join(", ", Shipped().Select(Path.GetFileNameWithoutExtension))}");
        }

        InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(file ?? Find(name!), cancellationToken).ConfigureAwait(false);
        return (parsed.GetValue(_at) ?? []).Aggregate(configuration, Moved);
    }

    /// <summary>The files in <c>config/instruments</c>.</summary>
    public static IReadOnlyList<string> Shipped() => [.. Directory.EnumerateFiles(ContentFolders.Locate().Instruments, "*.yaml").Order(StringComparer.Ordinal)];

    private static InstrumentConfiguration Moved(InstrumentConfiguration configuration, string where)
    {
        string[] halves = where.Split('=', 2);
        if (halves.Length == 1) halves = [InstrumentConfiguration.SharkSemProtocol, where];
        string[] spoken = [.. configuration.Parts.Select(part => part.Part.Protocol).Distinct()];
        return spoken.Contains(halves[0])
            ? configuration.At(halves[0], halves[1])
            : throw new InputException($"'{configuration.Name}' does not speak '{halves[0]}'", "--at", $"Write it like {spoken[0]}=127.0.0.1:4001; the instrument speaks {string.Join(", ", spoken)}");
    }

    private static string Find(string name)
        => Shipped().FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name)
            ?? throw new InputException($"there is no '{name}'", "--instrument", $"Choose one of {string.Join(", ", Shipped().Select(Path.GetFileNameWithoutExtension))}, or name a file with --config");
}
