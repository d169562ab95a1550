using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>What <c>serve</c> and <c>demo</c> tell the host.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Addresses of the dashboard, separated by semicolons; loopback only.</summary>
    public required string Urls { get; init; }

    /// <summary>Where the shipped folders stand.</summary>
    public required ContentFolders Content { get; init; }

    /// <summary>The instrument.</summary>
    public required InstrumentConfiguration Instrument { get; init; }

    /// <summary>The holder on the stage.</summary>
    public required HolderMap Holder { get; init; }

    /// <summary>When the laboratory works. Default always, with nothing recurring.</summary>
    public ScheduleSettings Schedule { get; init; } = ScheduleSettings.Always;

    /// <summary>A network given on the command line, which goes before recipe and registry, or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The clock in which the instrument lives; null for one on the wall clock.</summary>
    public TimeProvider? InstrumentTime { get; init; }

    /// <summary>Whether the checks before the night are made. Default true.</summary>
    public bool Preflight { get; init; } = true;

    /// <summary>Whether the log goes to the terminal; a demo keeps it free for its progress.</summary>
    public bool LogToConsole { get; init; } = true;

    /// <summary>Refuses an address that other machines could reach.</summary>
    /// <exception cref="InputException">An address is malformed or not loopback.</exception>
    public void RequireLoopback()
    {
        string[] urls = Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0) throw new InputException("there is no address", "--urls", "Give an address such as http://127.0.0.1:5080");
        foreach (string url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                throw new InputException($"'{url}' is no web address", "--urls", "Give an address such as http://127.0.0.1:5080");
            if (!address.IsLoopback)
                throw new InputException($"'{url}' could be reached by other machines, and the dashboard can move an instrument", "--urls", "Use 127.0.0.1, [::1] or localhost; put a reverse proxy with TLS before it for others");
        }
    }
}
