using System.Collections.Concurrent;
using LtoAutoscope.Daemon.Cli;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Daemon.Instruments;

/// <summary>The instruments in <c>config/instruments</c>: which files are sound, and the read-only check of one that this daemon does not work with.</summary>
/// <param name="content">Where the files are.</param>
/// <param name="current">The instrument of this daemon.</param>
internal sealed class ConfiguredInstruments(ContentFolders content, InstrumentConfiguration current)
{
    private const int Readings = 5;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1); // reading the protocols' patterns takes a while, and they seldom change
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, long ReadAt, InstrumentChoiceView View)> _read = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>All files, by name.</summary>
    public async Task<IReadOnlyList<InstrumentChoiceView>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<InstrumentChoiceView>();
        foreach (string file in Files()) found.Add(await ReadAsync(file, cancellationToken));
        return found;
    }

    /// <summary>Reads everything that an instrument tells, times the answers and looks whether they make sense. Nothing is moved and nothing is set.</summary>
    /// <param name="name">Name of its file.</param>
    /// <param name="progress">Told of each check; or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There is no such file, it is wrong, or a program works with that instrument.</exception>
    /// <exception cref="Domain.Instruments.InstrumentFaultException">It cannot be reached.</exception>
    public async Task<ConformanceReport> CheckAsync(string name, IProgress<ConformanceItem>? progress, CancellationToken cancellationToken)
    {
        string file = Files().FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name)
            ?? throw new InputException($"there is no instrument '{name}'", "name", $"Choose one of {string.Join(", ", Files().Select(Path.GetFileNameWithoutExtension))}");
        InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(file, cancellationToken);
        if (WhyNoCheck(configuration) is { Length: > 0 } why) throw new InputException(why.TrimEnd('.'), "name", "Its live values stand on this page; check another one, or stop the daemon and use 'lto-autoscope instrument check'");
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken)) throw new InputException("another check is under way", "name", "Wait until it has ended");
        try
        {
            HeldInstrument held = await HeldInstrument.ConnectAsync(configuration, "a check from the dashboard", IWireTap.None, cancellationToken);
            await using (held)
            {
                var settings = new ConformanceSettings { Readings = Readings, Stops = [.. InstrumentPart.Of(configuration).Select(part => (part.Protocol, part.Stop))] };
                return await new ConformanceRun(held.Microscope, settings, TimeProvider.System).RunAsync(progress, cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private IEnumerable<string> Files() => !Directory.Exists(content.Instruments) ? [] : Directory.EnumerateFiles(content.Instruments, "*.yaml").Order(StringComparer.Ordinal);

    private async Task<InstrumentChoiceView> ReadAsync(string file, CancellationToken cancellationToken)
    {
        DateTime written = File.GetLastWriteTimeUtc(file);
        if (_read.TryGetValue(file, out var before) && before.WrittenAt == written && TimeProvider.System.GetElapsedTime(before.ReadAt) < Remembered) return before.View;
        InstrumentChoiceView view = await ReadAnewAsync(file, cancellationToken);
        _read[file] = (written, TimeProvider.System.GetTimestamp(), view);
        return view;
    }

    private async Task<InstrumentChoiceView> ReadAnewAsync(string file, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        try
        {
            InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(file, cancellationToken);
            string[] parts = [.. InstrumentPart.Of(configuration).Select(part => $"{string.Join(", ", part.Gives)} by {part.Protocol} at {part.Endpoint}")];
            return new InstrumentChoiceView(name, configuration.Name == current.Name, configuration.IsSimulated, "", parts, WhyNoCheck(configuration));
        }
        catch (InputException wrong)
        {
            return new InstrumentChoiceView(name, false, false, $"{wrong.Where.Replace(content.Instruments + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)}: {wrong.What}. {wrong.Remedy}.", [], "Its file is wrong.");
        }
    }

    private string WhyNoCheck(InstrumentConfiguration configuration)
        => configuration.Name == current.Name || configuration.Endpoints.Intersect(current.Endpoints, StringComparer.OrdinalIgnoreCase).Any() ? "This daemon works with it." : "";
}
