using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>What <c>serve</c> and <c>demo</c> tell the host.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Addresses of the dashboard, separated by semicolons; those that other machines can reach speak TLS.</summary>
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

    /// <summary>Who may reach the dashboard, and how; null for what <c>config/access.yaml</c> says.</summary>
    public Web.Access.Configuration.AccessSettings? Access { get; init; }

    /// <summary>Whether other machines may reach an address without TLS, whatever the configuration says. Default false.</summary>
    public bool AllowPlainHttp { get; init; }
}
